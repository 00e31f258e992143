import { buildKey, imageKey } from '../../domain/names.ts';
import type { Operator } from '../../domain/policy/operator.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Volumes, WebFiles } from '../../ports/datasets.ts';
import type { Git } from '../../ports/git.ts';
import type { ImageBuilder, ImageTransfer, NotebookRunner } from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { ImageRecords, Releases, TestResults } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { type BuiltImage, buildImage, buildStep } from './build-image.ts';
import { knowDatasets, withDatasets } from './datasets.ts';
import { findEarlier } from './find-earlier.ts';
import { keepResult } from './keep-result.ts';
import { pushImage, pushStep } from './push-image.ts';
import { runNotebook } from './run-notebook.ts';
import type { Progress, ReadyTest, Test, TestSubject } from './test-subject.ts';
import {
  judgeTraining,
  knowTraining,
  neverTested,
  type Training,
  trainedBefore,
  trainedImage,
  trainModel,
  trainStep,
} from './train-model.ts';

export interface TestPorts {
  readonly git: Git;
  readonly operator: Operator;
  readonly webFiles: WebFiles;
  readonly volumes: Volumes;
  readonly builder: ImageBuilder;
  readonly runner: NotebookRunner;
  readonly transfer: ImageTransfer;
  readonly images: ImageRecords;
  readonly results: TestResults;
  readonly releases: Releases;
  readonly locks: Locks;
  readonly clock: Clock;
}

/** The image that is tested, and the training that this run did for it. */
interface ReadyImage extends BuiltImage {
  readonly training?: Training | undefined;
}

export interface Tested {
  readonly result: TestResult;
  /** The result was there already. */
  readonly reused: boolean;
}

/**
 * Tests a source tree for an environment: builds its image (and trains its model) unless there is one, runs the test in it, pushes the image if that passed,
 * and keeps what came out. A result for the same inputs is used again. One at a time builds a source tree: the others wait for its image.
 */
export async function testSourceTree(
  ports: TestPorts,
  run: Run,
  subject: TestSubject,
  progress: Progress,
): Promise<Tested> {
  const { repository, sourceTree } = subject;
  const datasets = await knowDatasets(ports, run, subject, subject.runs.datasets);
  const test = { run, resultId: run.id, subject, datasets, progress };
  const released = await trainedBefore(ports, subject);
  if (released) return testWith(ports, test, released);
  const training = await knowTraining(ports, run, subject);
  const key = imageKey(sourceTree, training?.fingerprint);
  const recorded = await ports.images.find(repository, key);
  if (recorded) return testWith(ports, { ...test, training }, recorded);
  return ports.locks.alone(buildKey(repository, key), run.signal, async () =>
    testWith(ports, { ...test, training }, await ports.images.find(repository, key)),
  );
}

async function testWith(ports: TestPorts, test: Test, recorded: RecordedImage | undefined): Promise<Tested> {
  const { run, subject, progress, datasets } = test;
  const earlier = recorded && !subject.again && (await findEarlier(ports, test, recorded));
  if (earlier) return { result: earlier, reused: earlier.id !== run.id };
  if (datasets.some(({ dataset }) => dataset.kind !== 'path')) await progress.phase('getting the data');
  const result = await withDatasets(datasets, run.signal, (ready) =>
    testAnew(ports, { ...test, ready }, recorded),
  );
  return { result, reused: false };
}

async function testAnew(
  ports: TestPorts,
  test: ReadyTest,
  recorded: RecordedImage | undefined,
): Promise<TestResult> {
  const image = await imageOf(ports, test, recorded);
  const { training, log } = image;
  if (training?.failure)
    return keepResult(ports, test, { ...neverTested(training), training, buildLog: log }, undefined);
  await test.progress.phase(`running the ${test.subject.runs.notebook.program.kind}`);
  const executed = await runNotebook(ports, test, image.local);
  const isKept = !executed.failure && !test.subject.fork && !test.subject.experiment;
  const pushed = recorded ?? (isKept ? await pushImage(ports, test, image.local) : undefined);
  return keepResult(ports, test, { ...executed, training, buildLog: log }, pushed);
}

async function imageOf(
  ports: TestPorts,
  test: Test,
  recorded: RecordedImage | undefined,
): Promise<ReadyImage> {
  const { run, subject, progress } = test;
  if (recorded)
    return {
      local: await ports.transfer.ensureLocal(recorded.repository, recorded.digest, run.signal),
      ...(await madeBefore(test, recorded)),
    };
  await progress.phase('building the image');
  const built = await buildImage(ports, run, subject);
  if (!test.training) return built;
  await progress.phase('training the model');
  const training = await trainModel(ports, test, test.training, built.local);
  return { ...built, local: training.failure ? built.local : trainedImage(training), training };
}

/** The log and the training of a recorded image where it was this run that made it, before it was cut off. */
async function madeBefore(
  { run, subject, training }: Test,
  { digest }: RecordedImage,
): Promise<Omit<ReadyImage, 'local'>> {
  if ((await run.outputOf(...pushStep)) !== digest) return { log: undefined, training: undefined };
  const log = (await run.outputOf(...buildStep))?.log;
  const outcome = training && (await run.outputOf(...trainStep));
  return { log, training: outcome && judgeTraining(subject, training, outcome) };
}
