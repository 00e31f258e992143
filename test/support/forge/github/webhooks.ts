import { createHmac, randomUUID } from 'node:crypto';
import type { ForgeEvent } from '../forge-event.ts';
import { type GitHub, type Installation, installationOf } from './github.ts';
import { type Hook, hookFor } from './hooks/hook-for.ts';
import { repositoryPayload } from './payloads/repository.ts';
import { organizationPayload, userPayload } from './payloads/user.ts';

/** Sends the app GitHub's webhook for what happened, if the app is installed there. */
export async function tellApp(github: GitHub, event: ForgeEvent): Promise<void> {
  const { repository, actor } = event;
  const installation = installationOf(github, repository);
  if (!installation) return;
  const hook = await hookFor(github, event);
  if (!mayHear(installation, hook.event)) return;
  const everywhere = {
    repository: repositoryPayload(github, repository),
    ...(repository.owner.kind === 'organization' && {
      organization: organizationPayload(github, repository.owner),
    }),
    sender: userPayload(github, actor),
    installation: { id: installation.id, node_id: '' },
  };
  sendHook(github, { ...hook, payload: { ...hook.payload, ...everywhere } }, repository.id);
}

/** An app hears only of what it may read ("Webhook events and payloads": the permission that each event needs). */
function mayHear({ permissions }: Installation, event: string): boolean {
  const needed = NEEDED[event] ?? [];
  return needed.some((name) => permissions[name] !== undefined);
}

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  push: ['contents'],
  commit_comment: ['contents'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  pull_request_review_comment: ['pull_requests'],
  issue_comment: ['issues', 'pull_requests'],
  check_run: ['checks'],
  check_suite: ['checks'],
  merge_group: ['merge_queues'],
};

/** What GitHub sends to try a new webhook out. */
export function ping(github: GitHub): void {
  sendHook(
    github,
    { event: 'ping', payload: { zen: 'Keep it logically awesome.', hook_id: github.app.id } },
    null,
  );
}

function sendHook(
  { app, outbox, wire }: GitHub,
  { event, payload }: Hook,
  repositoryId: number | null,
): void {
  wire.webhook(event, payload);
  const body = JSON.stringify(payload);
  const guid = randomUUID();
  const headers = {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/f0e1d2c',
    'x-github-event': event,
    'x-github-delivery': guid,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', app.webhookSecret).update(body).digest('hex')}`,
  };
  outbox.send({ guid, event, action: payload.action ?? null, repositoryId, headers, body });
}
