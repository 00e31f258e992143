import { buildKey } from '../../domain/names.ts';
import type { Operator } from '../../domain/policy/operator.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Volumes, WebFiles } from '../../ports/datasets.ts';
import type { Git } from '../../ports/git.ts';
import type { ImageBuilder, ImageTransfer, NotebookRunner } from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { ImageRecords, TestResults } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { type BuiltImage, buildImage, buildStep } from './build-image.ts';
import { knowDatasets, withDatasets } from './datasets.ts';
import { findEarlier } from './find-earlier.ts';
import { keepResult } from './keep-result.ts';
import { pushImage, pushStep } from './push-image.ts';
import { runNotebook } from './run-notebook.ts';
import type { Progress, ReadyTest, Test, TestSubject } from './test-subject.ts';

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
  readonly locks: Locks;
  readonly clock: Clock;
}

export interface Tested {
  readonly result: TestResult;
  /** The result was there already. */
  readonly reused: boolean;
}

/**
 * Tests a source tree for an environment: builds its image unless there is one, runs the notebook in it, pushes the image if that passed,
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
  const recorded = await ports.images.find(repository, sourceTree);
  if (recorded) return testWith(ports, test, recorded);
  return ports.locks.alone(buildKey(repository, sourceTree), run.signal, async () =>
    testWith(ports, test, await ports.images.find(repository, sourceTree)),
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
  await test.progress.phase(`running the ${test.subject.runs.notebook.program.kind}`);
  const executed = await runNotebook(ports, test, image.local);
  const pushed = executed.failure ? recorded : (recorded ?? (await pushImage(ports, test, image.local)));
  return keepResult(ports, test, executed, pushed, image.log);
}

async function imageOf(
  ports: TestPorts,
  { run, subject, progress }: Test,
  recorded: RecordedImage | undefined,
): Promise<BuiltImage> {
  if (recorded)
    return {
      local: await ports.transfer.ensureLocal(recorded.repository, recorded.digest, run.signal),
      log: await buildLogOf(run, recorded),
    };
  await progress.phase('building the image');
  return buildImage(ports, run, subject);
}

/** The log of a recorded image where it was this run that built it, before it was cut off. */
async function buildLogOf(run: Run, { digest }: RecordedImage): Promise<string | undefined> {
  if ((await run.outputOf(...pushStep)) !== digest) return undefined;
  return (await run.outputOf(...buildStep))?.log;
}
