import type { Probot } from 'probot';
import { z } from 'zod';
import type { RequestHeaders, WebhookRoute } from '../../ports/webhooks.ts';

/**
 * GitHub's webhooks. The signature is an HMAC with the app's secret over the raw body. `translated` names the events that we do something
 * with (`push`, `pull_request.opened`).
 */
export function githubWebhook(probot: Probot, translated: ReadonlySet<string>): WebhookRoute {
  return {
    path: '/webhooks/github',
    verify: (body, headers) => verify(probot, body, headers),
    deliveryOf,
    concernsUs: (event, body) => translated.has(event) || translated.has(`${event}.${actionOf(body)}`),
  };
}

const payloadSchema = z.object({ action: z.string() });

/** A body that can't be read has no action. */
function actionOf(body: Buffer): string | undefined {
  try {
    return payloadSchema.safeParse(JSON.parse(body.toString('utf8'))).data?.action;
  } catch {
    return undefined;
  }
}

async function verify(probot: Probot, body: Buffer, headers: RequestHeaders): Promise<boolean> {
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string' || signature === '' || body.length === 0) return false;
  // Bytes that are no UTF-8 become others here; GitHub never signs such, so they fail as they must.
  return probot.webhooks.verify(body.toString('utf8'), signature);
}

function deliveryOf(headers: RequestHeaders): { id: string; event: string } | undefined {
  const id = headers['x-github-delivery'];
  const event = headers['x-github-event'];
  return typeof id === 'string' && id && typeof event === 'string' && event ? { id, event } : undefined;
}
