import { Cron } from 'croner';
import type { Freeze } from './hold.ts';

/** When a freeze that lasts at `now` ends; undefined where it does not last. A window that another one of its own overlaps goes on. */
export function endOfFreeze({ cron, seconds }: Freeze, timezone: string, now: Date): Date | undefined {
  const begins = new Cron(cron, { timezone, mode: '5-part' });
  const [last] = begins.previousRuns(1, new Date(now.getTime() + 1));
  if (!last) return undefined;
  const end = new Date(last.getTime() + seconds * 1000);
  return end > now ? end : undefined;
}

/** Why a freeze can't be read: the end of a sentence; undefined where it can. */
export function mistakeInCron(cron: string): string | undefined {
  try {
    new Cron(cron, { mode: '5-part', paused: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
