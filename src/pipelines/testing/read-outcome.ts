import { boundFailure } from '../../domain/evidence/bound-failure.ts';
import { boundRunFiles } from '../../domain/evidence/bound-run-files.ts';
import { commandWarnings } from '../../domain/notebook/command-warnings.ts';
import { type ExecutedNotebook, readExecutedNotebook } from '../../domain/notebook/executed.ts';
import { parameterWarnings } from '../../domain/notebook/parameter-warnings.ts';
import { plotsOf } from '../../domain/notebook/plots.ts';
import { type RunFile, recordFile, runFiles } from '../../domain/run-files.ts';
import type { RecordedImage, TestResult, Versions } from '../../domain/test-result.ts';
import type { Executed, Outcome } from './run-notebook.ts';
import type { ReadyTest, TestSubject } from './test-subject.ts';

export type DraftResult = Omit<TestResult, 'files' | 'committed'>;

/** The result of a test, as far as it is known before its files are committed. */
export async function resultOf(
  { resultId, subject, ready }: ReadyTest,
  { outcome, failure, cells }: Executed,
  image: RecordedImage | undefined,
  inputs: string,
): Promise<DraftResult> {
  const notebook = outcome.notebook === undefined ? undefined : readExecutedNotebook(outcome.notebook);
  // Its reader of HTML takes 8 MB, which an idle process can do without.
  const { collectMetrics } = await import('../../domain/collect-metrics.ts');
  const { metrics, sources, warnings } = collectMetrics(outcome.metrics, notebook);
  return {
    id: resultId,
    inputs,
    image,
    failure: failure && boundFailure(failure),
    cells,
    environment: subject.environment,
    sourceTree: subject.sourceTree,
    command: commandOf(subject, outcome),
    parameters: JSON.parse(JSON.stringify(subject.runs.notebook.parameters)),
    datasets: ready.map(({ fingerprint }) => fingerprint),
    metrics,
    metricSources: sources,
    warnings: [
      ...parameterWarnings(outcome.log, notebook),
      ...commandWarnings(outcome.failedCommands, notebook),
      ...warningsOf(outcome),
      ...warnings,
    ],
    versions: versionsOf(outcome, notebook),
    peakBytes: outcome.peakBytes,
    startedAt: outcome.startedAt,
    finishedAt: outcome.finishedAt,
  };
}

function commandOf({ runs }: TestSubject, { exitCode }: Outcome): DraftResult['command'] {
  const { program } = runs.notebook;
  return program.kind === 'command' ? { words: [...program.command], exitCode } : undefined;
}

function warningsOf(outcome: Outcome): string[] {
  return [
    ...outcome.truncated.map((what) => `${what} was cut, because it was too large or not a plain file`),
    ...(outcome.derived
      ? ['The image has no papermill: it was tested in a derived image that adds it.']
      : []),
  ];
}

function versionsOf({ versions }: Outcome, executed: ExecutedNotebook | undefined): Versions {
  return {
    ...versions,
    ...(executed?.metadata.kernelspec?.name ? { kernel: executed.metadata.kernelspec.name } : {}),
  };
}

/** The files that are kept of a test, and its result, which says what was cut of them. */
export function keptOf(
  result: DraftResult,
  executed: Executed,
  buildLog: string | undefined,
): { readonly result: DraftResult; readonly files: readonly RunFile[] } {
  const { files, cuts } = boundRunFiles(filesOf(result, executed, buildLog));
  const told = cuts.length === 0 ? result : { ...result, warnings: [...result.warnings, ...cuts] };
  return { result: told, files: [...files, recordFile(told)] };
}

function filesOf(
  result: DraftResult,
  { outcome }: Executed,
  buildLog: string | undefined,
): readonly RunFile[] {
  const plots = outcome.notebook === undefined ? [] : plotsOf(outcome.notebook);
  return runFiles({
    notebook: outcome.notebook,
    metrics: outcome.metrics,
    plots,
    buildLog,
    log: { of: result.command ? 'command' : 'notebook', text: outcome.log },
  });
}
