import { GB } from 'chrono-node/en';
import { DateTime } from 'luxon';

/** What a person wrote of an end: `until <time>`, `for <duration>`. */
export interface WrittenEnd {
  readonly way: 'until' | 'for';
  readonly text: string;
}

export type ReadEnd =
  | { readonly kind: 'end'; readonly at: Date }
  | { readonly kind: 'unclear' }
  /** It is over already. */
  | { readonly kind: 'past'; readonly at: Date };

/**
 * Reads until when something is to last. Clock times are those of `timezone`, whatever daylight saving does between now and then; a time
 * that the clocks skip is the moment after. Without a time of day, the day's beginning is meant.
 */
export function readEnd({ way, text }: WrittenEnd, now: Date, timezone: string): ReadEnd {
  const at = way === 'for' ? endOfSpan(text, now, timezone) : momentOf(text, now, timezone);
  if (!at?.isValid) return { kind: 'unclear' };
  const date = at.toJSDate();
  return date > now ? { kind: 'end', at: date } : { kind: 'past', at: date };
}

const units = {
  m: 'minutes',
  min: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  minute: 'minutes',
  hour: 'hours',
  day: 'days',
  week: 'weeks',
} as const;

/** `2h`, `90m`, `1d12h`, `2 hours`. Days are days of the calendar: across a change of the clocks they have 23 or 25 hours. */
function endOfSpan(text: string, now: Date, timezone: string): DateTime | undefined {
  const parts = [
    ...text.toLowerCase().matchAll(/\s*(\d{1,4})\s*(minutes?|hours?|days?|weeks?|min|[mhdw])(?![a-z])/g),
  ];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.toLowerCase()) return undefined;
  return parts.reduce(
    (end, [, count, unit = '']) => {
      const singular = unit.length > 3 ? unit.replace(/s$/, '') : unit;
      return isUnit(singular) ? end.plus({ [units[singular]]: Number(count) }) : end;
    },
    DateTime.fromJSDate(now, { zone: timezone }),
  );
}

function isUnit(text: string): text is keyof typeof units {
  return text in units;
}

/** The whole text has to be a time: what is only found within other words is not what was meant. */
function momentOf(text: string, now: Date, timezone: string): DateTime | undefined {
  const local = DateTime.fromJSDate(now, { zone: timezone });
  const reference = { instant: now, timezone: local.offset };
  const [found, ...more] = GB.parse(text, reference, { forwardDate: true });
  if (!found || more.length > 0 || found.text.length !== text.trim().length || found.end) return undefined;
  const { start } = found;
  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null;
  if (offset !== null) return DateTime.fromJSDate(start.date(), { zone: timezone });
  const hasTime = start.isCertain('hour');
  return DateTime.fromObject(
    {
      year: start.get('year') ?? local.year,
      month: start.get('month') ?? local.month,
      day: start.get('day') ?? local.day,
      hour: hasTime ? (start.get('hour') ?? 0) : 0,
      minute: hasTime ? (start.get('minute') ?? 0) : 0,
    },
    { zone: timezone },
  );
}
