import type { Log } from '../../../src/ports/log.ts';

/** A log that nobody reads. */
const ignore = () => undefined;

export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

/** A log that keeps its lines in `lines`. */
export function keepingLog(lines: LogLine[], bound: object = {}): Log {
  const keep = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...bound, ...fields }, message });
  };
  return {
    ...{ debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
    child: (fields) => keepingLog(lines, { ...bound, ...fields }),
  };
}
