import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { connectGitHub, type GitHub } from '../../../src/adapters/github/github.ts';
import type { GitHubSettings } from '../../../src/adapters/github/github-app.ts';
import type { ForgeEvent } from '../../../src/domain/events.ts';
import type { Log } from '../../../src/ports/log.ts';

export const repository = { owner: 'acme', name: 'churn' };
export const appId = 7;
export const ourApp = { id: appId };
export const ourBot = { login: 'tailrace-acme[bot]' };

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const settings: GitHubSettings = {
  appId,
  privateKey,
  webhookSecret: 'a webhook secret',
  baseUrl: 'https://github.acme.example/api/v3',
  webUrl: 'https://github.acme.example',
  waiting: { requestMs: 2000, secondMs: 1, paced: false },
};

export const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

export interface Connected extends GitHub {
  /** The events that the adapter handed over. */
  readonly events: ForgeEvent[];
  /** Everything that Probot logged. */
  logged(): string;
}

/** The adapter, on a day in May. */
export async function connect(changed: Partial<GitHubSettings> = {}): Promise<Connected> {
  const events: ForgeEvent[] = [];
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  const github = await connectGitHub(
    { ...settings, ...changed },
    {
      onEvent: async (event) => {
        events.push(event);
      },
      clock: { now: () => new Date('2026-05-04T12:00:00Z') },
      log: quiet,
      probotLog: pino({ level: 'trace' }, { write }),
    },
  );
  return { ...github, events, logged: () => text };
}

/** GitHub's API, request by request. The app is installed in {@link repository}. */
export function api(): nock.Scope {
  return nock(settings.baseUrl);
}

export function installed(): void {
  api().get('/repos/acme/churn/installation').optionally().reply(200, { id: 31 });
  api()
    .post('/app/installations/31/access_tokens')
    .optionally()
    .reply(201, { token: 'ghs_secret', permissions: {}, expires_at: '2099-01-01T00:00:00Z' });
}

/** Nothing leaves the process, and every answer that a test prepared has to be asked for. */
export function onlyPreparedAnswers(): void {
  beforeAll(() => nock.disableNetConnect());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
  afterEach(() => {
    const unasked = nock.pendingMocks();
    nock.cleanAll();
    expect(unasked).toEqual([]);
  });
}
