import { DateTime, IANAZone } from 'luxon';

/** Whether this names a timezone (IANA's database, as `Europe/Berlin`; `UTC`). */
export function isTimezone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** A moment as people there read their clocks: `2026-12-01 08:00 (Europe/Berlin)`. */
export function showTime(iso: string, timezone: string): string {
  return `${DateTime.fromISO(iso, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm')} (${timezone})`;
}
