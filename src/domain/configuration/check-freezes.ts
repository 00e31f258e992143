import { mistakeInCron } from '../holds/freezes.ts';
import { isTimezone } from '../times/show-time.ts';
import { type Finding, quoted } from '../yaml/mistake.ts';
import type { Configuration } from './configuration.ts';

/** A timezone that nobody knows, and freezes that never begin. */
export function checkFreezes({
  timezone,
  environments,
}: Pick<Configuration, 'timezone' | 'environments'>): Finding[] {
  return [
    ...(isTimezone(timezone) ? [] : [unknownTimezone(timezone)]),
    ...environments.flatMap(({ freeze }, index) =>
      freeze.flatMap(({ cron }, position): Finding[] => {
        if (mistakeInCron(cron) === undefined) return [];
        return [
          {
            path: ['environments', index, 'freeze', position, 'cron'],
            message: `${quoted(cron)} is no time of a cron table.`,
            remedy:
              'Write five fields, minute hour day month weekday: `0 16 * * FRI` is each Friday at 16:00.',
          },
        ];
      }),
    ),
  ];
}

function unknownTimezone(timezone: string): Finding {
  return {
    path: ['timezone'],
    message: `There is no timezone ${quoted(timezone)}.`,
    remedy: 'Write a name of the IANA database, as `Europe/Berlin`, or `UTC`.',
  };
}
