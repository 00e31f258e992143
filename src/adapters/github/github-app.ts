import pino, { type Logger } from 'pino';
import { Probot } from 'probot';
import type { Delivery } from '../../domain/delivery.ts';
import { githubWaiting, patientOctokit, type Waiting } from './client.ts';
import { fetchWithin } from './fetch-within.ts';

export interface GitHubSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  readonly baseUrl: string;
  /** `https://github.com`, or `https://<host>`. */
  readonly webUrl: string;
  readonly waiting?: Waiting;
}

/**
 * Makes the Probot instance. Its own server is not used: deliveries come from the store, through {@link receive}. Throws where
 * the webhook secret is empty, since Probot would then take a well-known one.
 */
export async function createGitHubApp(
  settings: GitHubSettings,
  log: Logger = pino({ level: 'silent' }),
): Promise<Probot> {
  if (settings.webhookSecret === '') throw new Error('The GitHub App needs a webhook secret.');
  const waiting = settings.waiting ?? githubWaiting;
  const probot = new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    baseUrl: settings.baseUrl,
    log,
    request: { fetch: fetchWithin(waiting.requestMs) },
    Octokit: patientOctokit(waiting),
  });
  return probot.ready();
}

/**
 * Runs the handlers of a stored delivery. The same delivery twice runs them twice. Throws an AggregateError with what the
 * handlers threw, or where the payload is no JSON.
 */
export async function receive(probot: Probot, delivery: Delivery): Promise<void> {
  const { id, event: name, payload } = delivery;
  // Probot takes a payload as text only together with its signature.
  const signature = await probot.webhooks.sign(payload);
  await probot.webhooks.verifyAndReceive({ id, name, payload, signature });
}
