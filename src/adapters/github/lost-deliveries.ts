import type { Probot, ProbotOctokit } from 'probot';
import type { Clock } from '../../ports/clock.ts';
import type { LostDeliveries } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';

interface Attempt {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly status_code: number;
}

/**
 * The app's failed webhooks. GitHub does not send again by itself, and keeps deliveries for three days. A delivery keeps its id
 * (`guid`) over its attempts, so what arrived in the meantime is known to the store.
 */
export function githubLostDeliveries(probot: Probot, clock: Clock, log: Log): LostDeliveries {
  return {
    redeliver: async (hours) => {
      const octokit = await probot.auth();
      const since = clock.now().getTime() - hours * 3_600_000;
      const lost = lostOf(await attemptsSince(octokit, since));
      const sent = await Promise.all(lost.map((attempt) => sendAgain(octokit, attempt, log)));
      return sent.filter(Boolean).length;
    },
  };
}

/** GitHub lists the newest attempts first. */
async function attemptsSince(octokit: ProbotOctokit, since: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const list = octokit.rest.apps.listWebhookDeliveries;
  for await (const { data } of octokit.paginate.iterator(list, { per_page: 100 })) {
    const recent = data.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    attempts.push(...recent);
    if (recent.length < data.length) break;
  }
  return attempts;
}

/** The newest attempt of each delivery that never arrived. */
function lostOf(attempts: readonly Attempt[]): Attempt[] {
  const arrived = new Set(attempts.filter(hasArrived).map(({ guid }) => guid));
  const newest = new Map<string, Attempt>();
  for (const attempt of attempts) {
    if (!arrived.has(attempt.guid) && !newest.has(attempt.guid)) newest.set(attempt.guid, attempt);
  }
  return [...newest.values()];
}

/** 0 stands for no answer at all. */
function hasArrived({ status_code }: Attempt): boolean {
  return status_code >= 200 && status_code < 300;
}

/** One that GitHub will not send again must not keep the others from it. */
async function sendAgain(octokit: ProbotOctokit, { id, guid }: Attempt, log: Log): Promise<boolean> {
  try {
    await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    return true;
  } catch (error) {
    log.warn({ err: error, deliveryId: guid }, 'A lost delivery can not be sent again');
    return false;
  }
}
