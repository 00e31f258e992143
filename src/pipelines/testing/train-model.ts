import { placeOf } from '../../domain/dataset.ts';
import { trainingFingerprint } from '../../domain/inputs.ts';
import type { Failure, RecordedImage } from '../../domain/test-result.ts';
import { artifactFailure } from '../../domain/texts/training.ts';
import type { LocalImage } from '../../ports/images.ts';
import type { Releases } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { type DataPorts, knowDatasets, withDatasets } from './datasets.ts';
import {
  type Executed,
  judge,
  type Outcome,
  outcomeSchema,
  type RunNotebookPorts,
  refusePlainly,
  requestOf,
  timed,
} from './run-notebook.ts';
import type { KnownTraining, Test, TestSubject } from './test-subject.ts';

/** A training that this run did. */
export interface Training extends Pick<Executed, 'failure' | 'cells'> {
  readonly outcome: Outcome;
  readonly fingerprint: string;
}

/** The step's name, and what it gives. */
export const trainStep = ['training', outcomeSchema] as const;

/** The data that the subject's model is trained on, before anything is built; undefined where nothing is trained. */
export async function knowTraining(
  ports: DataPorts,
  run: Run,
  subject: TestSubject,
): Promise<KnownTraining | undefined> {
  const { training } = subject.runs;
  if (!training) return undefined;
  const datasets = await knowDatasets(ports, run, subject, training.datasets);
  const known = datasets.map(({ dataset, sha256 }) => ({
    name: dataset.name,
    place: placeOf(dataset),
    sha256,
  }));
  return { datasets, fingerprint: trainingFingerprint(known) };
}

/** What was trained for the first environment is what the others get, even where its data has changed since. */
export async function trainedBefore(
  { releases }: { readonly releases: Pick<Releases, 'findBySourceTree'> },
  { repository, sourceTree, environment, runs: { training } }: TestSubject,
): Promise<RecordedImage | undefined> {
  if (!training || training.environment === environment) return undefined;
  return (await releases.findBySourceTree(repository, sourceTree, environment))?.image;
}

/** Runs the training notebook in the built image, once: what came out is stored, and judged anew each time. */
export async function trainModel(
  ports: RunNotebookPorts,
  test: Test,
  known: KnownTraining,
  image: LocalImage,
): Promise<Training> {
  const { run, subject } = test;
  const { training } = subject.runs;
  if (!training) throw new Error('nothing is to be trained');
  const { path, parameters, artifacts } = training;
  const program = { kind: 'notebook', path } as const;
  const outcome = await run.step(...trainStep, () =>
    withDatasets(known.datasets, run.signal, async (ready) => {
      const request = await requestOf(ports, test, image, { program, parameters, ready });
      return timed(ports.clock, () => ports.runner.run({ ...request, artifacts }).catch(refusePlainly));
    }),
  );
  return judgeTraining(subject, known, outcome);
}

/** The verdict on a training, by its notebook and its artifacts. */
export function judgeTraining(subject: TestSubject, known: KnownTraining, outcome: Outcome): Training {
  const { path = '', parameters = {} } = subject.runs.training ?? {};
  const { failure, cells } = judge(outcome, { program: { kind: 'notebook', path }, parameters }, subject);
  const failed = failure ?? obstacleOf(outcome);
  return {
    outcome,
    cells,
    fingerprint: known.fingerprint,
    failure: failed && { ...failed, part: 'training' },
  };
}

function obstacleOf({ layered }: Outcome): Failure | undefined {
  return layered?.kind === 'obstacle' ? artifactFailure(layered.obstacle) : undefined;
}

/** The image with the artifacts of a training that has not failed. */
export function trainedImage({ outcome: { layered } }: Training): LocalImage {
  if (layered?.kind !== 'image') throw new Error('a training that passed left no image');
  return layered.image;
}

/** What there is of a test whose training failed: nothing was run. */
export function neverTested({ outcome, failure }: Training): Executed {
  const { versions, derived, startedAt, finishedAt, exitCode, outOfMemory, timedOut } = outcome;
  const ended = { exitCode, outOfMemory, timedOut, versions, derived, startedAt, finishedAt };
  return {
    outcome: { ...ended, log: '', truncated: [], failedCommands: [] },
    failure,
    cells: { total: 0, executed: 0 },
  };
}
