import { boundFailure } from '../../domain/evidence/bound-failure.ts';
import { boundRunFiles } from '../../domain/evidence/bound-run-files.ts';
import { roomForTest } from '../../domain/evidence/room.ts';
import { commandWarnings } from '../../domain/notebook/command-warnings.ts';
import { type ExecutedNotebook, readExecutedNotebook } from '../../domain/notebook/executed.ts';
import { parameterWarnings } from '../../domain/notebook/parameter-warnings.ts';
import { type Plot, plotsOf } from '../../domain/notebook/plots.ts';
import { plotPath, type RunFile, recordFile, reportPath, runFiles } from '../../domain/run-files.ts';
import type { RecordedImage, TestResult, Versions } from '../../domain/test-result.ts';
import { longLimits, longReport } from '../../domain/texts/long-report.ts';
import { readTraining } from './read-training.ts';
import type { Executed, Outcome } from './run-notebook.ts';
import type { ReadyTest, TestSubject } from './test-subject.ts';
import type { Training } from './train-model.ts';

/** What a run leaves to be kept: the test, and the image's making where this run made it. */
export interface KeptRun extends Executed {
  readonly training?: Training | undefined;
  /** The readable build log; undefined where nothing was built. */
  readonly buildLog?: string | undefined;
}

export type DraftResult = Omit<TestResult, 'files' | 'committed'>;

/** What a test left: its result, as far as it is known before its files are committed, and these files. */
export async function readOutcome(
  test: ReadyTest,
  executed: KeptRun,
  image: RecordedImage | undefined,
  inputs: string,
): Promise<{ readonly draft: DraftResult; readonly files: readonly RunFile[] }> {
  const { outcome } = executed;
  const notebook = outcome.notebook === undefined ? undefined : readExecutedNotebook(outcome.notebook);
  const plots = notebook ? plotsOf(notebook) : [];
  const result = await resultOf(test, executed, notebook);
  const trained = executed.training && readTraining(executed.training);
  const record = recordFile({ ...result, training: trained?.training, image, inputs });
  const room = roomForTest([record, ...(trained?.files ?? [])]);
  const { files, cuts } = boundRunFiles(filesOf(result, executed, plots), room);
  const left = new Set(files.map(({ path }) => path));
  const kept = plots.filter(({ name }) => left.has(plotPath(name)));
  // Its reader of HTML takes 8 MB, which an idle process can do without.
  const { shownOf } = await import('../../domain/notebook/shown.ts');
  const warnings = [...result.warnings, ...cuts, ...(trained?.cuts ?? [])];
  const draft = {
    ...result,
    training: trained?.training,
    image,
    inputs,
    shown: shownOf(notebook, kept),
    warnings,
  };
  const content = longReport(
    test.subject.guards.name,
    draft,
    shownOf(notebook, kept, longLimits),
    outcome.log,
  );
  return {
    draft,
    files: [...files, ...(trained?.files ?? []), { path: reportPath, content }, recordFile(draft)],
  };
}

async function resultOf(
  { resultId, subject, ready }: ReadyTest,
  { outcome, failure, cells }: Executed,
  notebook: ExecutedNotebook | undefined,
): Promise<Omit<DraftResult, 'inputs' | 'image'>> {
  const { collectMetrics } = await import('../../domain/collect-metrics.ts');
  const { metrics, sources, warnings } = collectMetrics(outcome.metrics, notebook);
  return {
    id: resultId,
    failure: failure && boundFailure(failure),
    cells,
    environment: subject.environment,
    sourceTree: subject.sourceTree,
    command: failure?.part ? undefined : commandOf(subject, outcome),
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

function filesOf(
  { command }: Pick<DraftResult, 'command'>,
  { outcome, failure, buildLog }: KeptRun,
  plots: readonly Plot[],
): readonly RunFile[] {
  const { notebook, metrics, log } = outcome;
  const of = command ? 'command' : 'notebook';
  // Nothing was tested where the training failed.
  return runFiles({ notebook, metrics, plots, buildLog, log: failure?.part ? undefined : { of, text: log } });
}
