import { z } from 'zod';
import { metricsIn } from '../metrics.ts';
import type { MetricValue } from '../test-result.ts';
import { cellsToRun, type ExecutedNotebook, type NumberedCell } from './executed.ts';
import { metricsOfTable } from './tagged-metrics.ts';

type Metrics = Record<string, MetricValue>;
type Data = NonNullable<NumberedCell['cell']['outputs'][number]['data']>;

/** Metrics that a cell showed. */
interface ShownMetrics {
  readonly cell: number;
  readonly metrics: Metrics;
}

/** The metrics of all cells, and the numbers of the cells tagged `metrics` that show none. */
export interface MetricsShown {
  readonly recorded: ShownMetrics[];
  readonly tagged: ShownMetrics[];
  readonly untold: number[];
}

export function metricsShown(notebook: ExecutedNotebook): MetricsShown {
  return { recorded: recordedMetrics(notebook), ...taggedMetrics(notebook) };
}

/**
 * Metrics in outputs that say that they are some: our own MIME type, scrapbook's `glue`
 * (https://nteract-scrapbook.readthedocs.io/en/latest/models.html) and papermill's `record` of before.
 */
function recordedMetrics(notebook: ExecutedNotebook): ShownMetrics[] {
  return cellsToRun(notebook).flatMap(({ number, cell }) =>
    cell.outputs
      .flatMap(({ data }) => (data ? recordedIn(data) : []))
      .map((metrics) => ({ cell: number, metrics })),
  );
}

const [ours, scrapbooks, papermills, plain] = [
  'application/vnd.tailrace.metrics+json',
  'application/scrapbook.scrap.json+json',
  'application/papermill.record+json',
  'application/json',
] as const;

/** What metrics are read from, beside tables. */
export const metricMimes: readonly string[] = [ours, scrapbooks, papermills, plain];

const scrap = z.object({ name: z.string(), data: z.unknown() });

function recordedIn(data: Data): Metrics[] {
  const glued = scrap.safeParse(data[scrapbooks]);
  return [
    data[ours],
    glued.success ? { [glued.data.name]: glued.data.data } : undefined,
    data[papermills],
  ].flatMap(objectOf);
}

function objectOf(value: unknown): Metrics[] {
  const read = metricsIn(value);
  return read.kind === 'metrics' ? [read.metrics] : [];
}

/** Metrics that cells tagged `metrics` show as a JSON object or as a table, and the numbers of those that show neither. */
function taggedMetrics(notebook: ExecutedNotebook): Pick<MetricsShown, 'tagged' | 'untold'> {
  const tagged = cellsToRun(notebook)
    .filter(({ cell }) => cell.metadata.tags?.includes('metrics'))
    .map(({ number, cell }) => ({
      cell: number,
      all: cell.outputs.flatMap(({ data }) => (data ? resultIn(data) : [])),
    }));
  return {
    tagged: tagged.flatMap(({ cell, all }) => all.map((metrics) => ({ cell, metrics }))),
    untold: tagged.filter(({ all }) => all.length === 0).map(({ cell }) => cell),
  };
}

const html = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

function resultIn(data: Data): Metrics[] {
  const object = objectOf(data[plain]);
  if (object.length > 0) return object;
  const written = html.safeParse(data['text/html']);
  const table = written.success ? metricsOfTable(written.data) : undefined;
  return table ? [table] : recordedIn(data);
}
