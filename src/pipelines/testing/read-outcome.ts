import { collectMetrics } from '../../domain/collect-metrics.ts';
import { boundFailure } from '../../domain/evidence/bound-failure.ts';
import { boundRunFiles } from '../../domain/evidence/bound-run-files.ts';
import { picturesOf } from '../../domain/evidence/left-notebook.ts';
import { roomForTest } from '../../domain/evidence/room.ts';
import { commandWarnings } from '../../domain/notebook/command-warnings.ts';
import { parameterWarnings } from '../../domain/notebook/parameter-warnings.ts';
import type { NotebookReading } from '../../domain/notebook/reading.ts';
import { plotPath, type RunFile, recordFile, reportPath, runFiles } from '../../domain/run-files.ts';
import { nothingShown, type Shown } from '../../domain/shown.ts';
import type { RecordedImage, TestResult, Versions } from '../../domain/test-result.ts';
import { longReport } from '../../domain/texts/long-report.ts';
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
export function readOutcome(
  test: ReadyTest,
  executed: KeptRun,
  image: RecordedImage | undefined,
  inputs: string,
): { readonly draft: DraftResult; readonly files: readonly RunFile[] } {
  const { outcome } = executed;
  const { reading, cut } = outcome.left ?? {};
  const result = resultOf(test, executed, reading);
  const trained = executed.training && readTraining(executed.training);
  const record = recordFile({ ...result, training: trained?.training, image, inputs });
  const room = roomForTest([record, ...(trained?.files ?? [])]);
  const { files, cuts } = boundRunFiles(filesOf(result, executed), room, cut);
  const left = new Set(files.map(({ path }) => path));
  const kept = (shown = nothingShown): Shown => {
    return { ...shown, plots: shown.plots.filter(({ name }) => left.has(plotPath(name))) };
  };
  const warnings = [...result.warnings, ...cuts, ...(trained?.cuts ?? [])];
  const draft = {
    ...result,
    training: trained?.training,
    image,
    inputs,
    shown: kept(reading?.shown),
    warnings,
  };
  const content = longReport(test.subject.guards.name, draft, kept(reading?.long), outcome.log);
  return {
    draft,
    files: [...files, ...(trained?.files ?? []), { path: reportPath, content }, recordFile(draft)],
  };
}

function resultOf(
  { resultId, subject, ready }: ReadyTest,
  { outcome, failure, cells }: Executed,
  reading: NotebookReading | undefined,
): Omit<DraftResult, 'inputs' | 'image'> {
  const { metrics, sources, warnings } = collectMetrics(outcome.metrics, reading?.metrics);
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
      ...parameterWarnings(outcome.log, reading?.notebook),
      ...commandWarnings(outcome.failedCommands, reading?.notebook),
      ...warningsOf(outcome),
      ...warnings,
    ],
    versions: versionsOf(outcome, reading),
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

function versionsOf({ versions }: Outcome, reading: NotebookReading | undefined): Versions {
  const kernel = reading?.notebook.metadata.kernelspec?.name;
  return { ...versions, ...(kernel ? { kernel } : {}) };
}

function filesOf(
  { command }: Pick<DraftResult, 'command'>,
  { outcome, failure, buildLog }: KeptRun,
): readonly RunFile[] {
  const { notebook, metrics, log, left } = outcome;
  const plots = picturesOf(left);
  const of = command ? 'command' : 'notebook';
  // Nothing was tested where the training failed.
  return runFiles({ notebook, metrics, plots, buildLog, log: failure?.part ? undefined : { of, text: log } });
}
