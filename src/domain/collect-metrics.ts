import { mostMetrics, readMetrics } from './metrics.ts';
import type { MetricsShown } from './notebook/shown-metrics.ts';
import type { MetricValue } from './test-result.ts';

export interface CollectedMetrics {
  readonly metrics: Record<string, MetricValue>;
  /** Where each was found: `metrics.json`, `cell 7`. */
  readonly sources: Record<string, string>;
  readonly warnings: readonly string[];
}

interface Hit {
  readonly value: MetricValue;
  readonly source: string;
}

/**
 * The metrics of a test from all of their sources; of a name the first hit counts: `metrics.json`, then outputs that say that they are
 * metrics, then cells tagged `metrics`. Printed text is no source.
 */
export function collectMetrics(
  file: string | undefined,
  notebook: MetricsShown | undefined,
): CollectedMetrics {
  const read = file === undefined ? undefined : readMetrics(file);
  const { recorded, tagged, untold } = notebook ?? { recorded: [], tagged: [], untold: [] };
  const hits = new Map<string, Hit>();
  const add = (metrics: Readonly<Record<string, MetricValue>>, source: string) => {
    for (const [name, value] of Object.entries(metrics))
      if (!hits.has(name) && hits.size < mostMetrics) hits.set(name, { value, source });
  };
  if (read?.kind === 'metrics') add(read.metrics, 'metrics.json');
  for (const { cell, metrics } of [...recorded, ...tagged]) add(metrics, `cell ${cell}`);
  const entries = [...hits];
  return {
    metrics: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    sources: Object.fromEntries(entries.map(([name, { source }]) => [name, source])),
    warnings: [
      ...(read?.kind === 'unreadable' ? [`metrics.json can't be read: ${read.why}`] : []),
      ...untold.map(
        (cell) =>
          `Cell ${cell} is tagged "metrics", but shows neither a JSON object (IPython.display.JSON) nor a table of names and numbers: nothing was read from it.`,
      ),
    ],
  };
}
