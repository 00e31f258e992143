import type { Finding } from '../yaml/mistake.ts';
import { isPlainMap, pathsTo, valueAt } from '../yaml/value-at.ts';

/**
 * Keys that the file's schema knows and nothing acts on yet. They are refused by name, since a guard or a step that is
 * silently ignored is worse than none. Whoever makes a key work removes its row.
 */
type NotYet = {
  /** Keys from the root; `*` is any key or index. Rows of what an environment may have of its own hold there too. */
  readonly key: string;
  readonly called: string;
  readonly remedy: string;
  /** Written out, these mean what an absent key means. */
  readonly harmless?: readonly unknown[];
};

const everywhere: readonly NotYet[] = [
  { key: 'serve.smoke', called: '`smoke`', remedy: 'Remove it; the health probes still guard the rollout.' },
  {
    key: 'serve.min_healthy',
    called: '`min_healthy`',
    remedy: 'Remove it, or write `0s`.',
    harmless: ['0s'],
  },
  {
    key: 'serve.on_failure',
    called: '`on_failure: rollback`',
    remedy: 'Remove it, or write `report`.',
    harmless: ['report'],
  },
];

const ofAnEnvironment: readonly NotYet[] = [
  { key: 'dashboards', called: '`dashboards`', remedy: 'Remove it.' },
  { key: 'applier_status', called: '`applier_status`', remedy: 'Remove it.' },
];

const rows: readonly NotYet[] = [
  ...everywhere,
  ...[...ofAnEnvironment, ...everywhere].map((row) => ({ ...row, key: `environments.*.${row.key}` })),
];

/** One finding for each key of the file that nothing acts on yet. */
export function findNotYet(data: unknown): Finding[] {
  return rows.flatMap((row) =>
    pathsTo(data, row.key.split('.'))
      .filter((path) => !isHarmless(row, valueAt(data, path)))
      .map((path) => ({
        path,
        message: `${row.called} is not supported by this version of Tailrace yet.`,
        remedy: row.remedy,
      })),
  );
}

/** Every row's key, `*` for any name or index. */
export function notYetKeys(): string[][] {
  return rows.map((row) => row.key.split('.'));
}

function isHarmless(row: NotYet, value: unknown): boolean {
  const empty = Array.isArray(value)
    ? value.length === 0
    : isPlainMap(value) && Object.keys(value).length === 0;
  return empty || (row.harmless ?? []).includes(value);
}
