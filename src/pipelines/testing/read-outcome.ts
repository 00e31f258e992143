import { type ReadMetrics, readMetrics } from '../../domain/metrics.ts';
import { readExecutedNotebook } from '../../domain/notebook/executed.ts';
import { plotsOf } from '../../domain/notebook/plots.ts';
import { type RunFile, recordFile, runFiles } from '../../domain/run-files.ts';
import type { RecordedImage, TestResult, Versions } from '../../domain/test-result.ts';
import type { Executed, Outcome } from './run-notebook.ts';
import type { ReadyTest } from './test-subject.ts';

export type DraftResult = Omit<TestResult, 'files' | 'committed'>;

/** The result of a test, as far as it is known before its files are committed. */
export function resultOf(
  { run, subject, ready }: ReadyTest,
  { outcome, failure, cells }: Executed,
  image: RecordedImage | undefined,
  inputs: string,
): DraftResult {
  const metrics = metricsOf(outcome);
  return {
    id: run.id,
    inputs,
    image,
    failure,
    cells,
    environment: subject.environment,
    sourceTree: subject.sourceTree,
    parameters: JSON.parse(JSON.stringify(subject.runs.notebook.parameters)),
    datasets: ready.map(({ fingerprint }) => fingerprint),
    metrics: metrics.kind === 'metrics' ? { ...metrics.metrics } : {},
    warnings: warningsOf(outcome, metrics),
    versions: versionsOf(outcome),
    startedAt: outcome.startedAt,
    finishedAt: outcome.finishedAt,
  };
}

function metricsOf({ metrics }: Outcome): ReadMetrics {
  return metrics === undefined ? { kind: 'metrics', metrics: {} } : readMetrics(metrics);
}

/** papermill only warns of a parameter that the notebook does not know: the reader should see that. */
function warningsOf(outcome: Outcome, metrics: ReadMetrics): string[] {
  const unknown = outcome.log.split('\n').filter((line) => /Passed unknown parameter/.test(line));
  return [
    ...unknown,
    ...outcome.truncated.map((what) => `${what} was cut, because it was too large or not a plain file`),
    ...(metrics.kind === 'unreadable' ? [`metrics.json can't be read: ${metrics.why}`] : []),
    ...(outcome.derived
      ? ['The image has no papermill: it was tested in a derived image that adds it.']
      : []),
  ];
}

function versionsOf({ versions, notebook }: Outcome): Versions {
  const executed = notebook === undefined ? undefined : readExecutedNotebook(notebook);
  return {
    ...versions,
    ...(executed?.metadata.kernelspec?.name ? { kernel: executed.metadata.kernelspec.name } : {}),
  };
}

/** The files that a test leaves, its record among them. */
export function filesOf(
  result: DraftResult,
  { outcome }: Executed,
  buildLog: string | undefined,
): readonly RunFile[] {
  const plots = outcome.notebook === undefined ? [] : plotsOf(outcome.notebook);
  return [
    ...runFiles({
      notebook: outcome.notebook,
      metrics: outcome.metrics,
      plots,
      buildLog,
      notebookLog: outcome.log,
    }),
    recordFile(result),
  ];
}
