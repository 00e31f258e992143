import type { Answer } from './answer.ts';
import { within } from './within.ts';

/** What has to work before requests are sent here; each throws where it does not. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

const checkMs = 2000;

/** Names what does not work, without the reason: anybody may ask. */
export async function readiness(checks: ReadinessChecks): Promise<Answer> {
  const names = await Promise.all(Object.entries(checks).map(([name, check]) => failing(name, check)));
  const failed = names.filter((name) => name !== undefined);
  return failed.length === 0
    ? { status: 200, message: 'ready' }
    : { status: 503, message: `not ready: ${failed.join(', ')}` };
}

async function failing(name: string, check: () => Promise<void>): Promise<string | undefined> {
  try {
    await within(checkMs, check());
    return undefined;
  } catch {
    return name;
  }
}
