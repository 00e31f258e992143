import type { Probot } from 'probot';
import type { RequestHeaders, WebhookRoute } from '../../ports/webhooks.ts';

/** GitHub's webhooks. The signature is an HMAC with the app's secret over the raw body. */
export function githubWebhook(probot: Probot): WebhookRoute {
  return { path: '/webhooks/github', verify: (body, headers) => verify(probot, body, headers), deliveryOf };
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
