import { z } from 'zod';
import { hashInputs } from '../../domain/inputs.ts';
import { runsBranch, sourceTreeTag } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Operator } from '../../domain/policy/operator.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import { tagTakenText } from '../../domain/texts/problems.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Git } from '../../ports/git.ts';
import {
  type ImageBuilder,
  type ImageTransfer,
  type LocalImage,
  type NotebookRunner,
  TagTaken,
} from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { ImageRecords, TestResults } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { appendToBranch } from '../evidence/append-to-branch.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import { type BuiltImage, buildImage, buildStep } from './build-image.ts';
import { knowDatasets } from './known-datasets.ts';
import { filesOf, resultOf } from './read-outcome.ts';
import { type Executed, runNotebook } from './run-notebook.ts';
import type { Progress, Test, TestSubject } from './test-subject.ts';

export interface TestPorts {
  readonly git: Git;
  readonly operator: Operator;
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

const pushStep = ['push', z.string()] as const;

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
  const datasets = await knowDatasets(ports.git, subject, subject.runs.datasets);
  const test = { run, subject, datasets, progress };
  const recorded = await ports.images.find(repository, sourceTree);
  if (recorded) return testWith(ports, test, recorded);
  return ports.locks.alone(`${formatRepository(repository)}@${sourceTree}`, run.signal, async () =>
    testWith(ports, test, await ports.images.find(repository, sourceTree)),
  );
}

async function testWith(ports: TestPorts, test: Test, recorded: RecordedImage | undefined): Promise<Tested> {
  const { run, subject, progress } = test;
  const earlier = recorded && !subject.again && (await findEarlier(ports, test, recorded));
  if (earlier) return { result: earlier, reused: earlier.id !== run.id };
  const image = await imageOf(ports, test, recorded);
  await progress.phase('running the notebook');
  const executed = await runNotebook(ports, test, image.local);
  const pushed = executed.failure ? recorded : (recorded ?? (await pushImage(ports, test, image.local)));
  return { result: await keep(ports, test, executed, pushed, image.log), reused: false };
}

/** A passing result of the same image with the same notebook, parameters, data and limits. */
function findEarlier(ports: TestPorts, test: Test, image: RecordedImage): Promise<TestResult | undefined> {
  const { repository, environment } = test.subject;
  return ports.results.findPassed(repository, environment, inputsHash(test, image));
}

function inputsHash({ subject, datasets }: Test, image: RecordedImage): string {
  const { parts, runs, guards } = subject;
  return hashInputs({
    digest: image.digest,
    notebook: parts.notebook.blob,
    parameters: runs.notebook.parameters,
    datasets: datasets.map(({ fingerprint }) => fingerprint),
    network: guards.network,
    secrets: guards.secrets,
    timeoutSeconds: runs.notebook.timeoutSeconds,
    cellTimeoutSeconds: runs.notebook.cellTimeoutSeconds,
    cpus: guards.resources.cpuCores,
    memoryBytes: guards.resources.memoryBytes,
  });
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

/** The first recorded digest is the image of this source tree. Another run that came first makes this one start again with it. */
async function pushImage(
  ports: TestPorts,
  { run, subject, progress }: Test,
  local: LocalImage,
): Promise<RecordedImage> {
  await progress.phase('pushing the image');
  const { repository, sourceTree, guards } = subject;
  const digest = await run
    .step(...pushStep, () =>
      ports.transfer.push(local.id, guards.imageRepository, sourceTreeTag(sourceTree), run.signal),
    )
    .catch((error: unknown) => explainTaken(ports, subject, error));
  const image = { repository: guards.imageRepository, digest, exposedPorts: [...local.exposedPorts] };
  const first = await ports.images.record(repository, sourceTree, image);
  if (first.digest !== digest)
    throw new Error(
      `another run recorded ${first.digest} for this source tree, not ${digest}; the next try uses that one`,
    );
  return first;
}

/** A tag with an image that we have no record of can't be trusted, and is never moved: a person has to look at it. */
async function explainTaken(
  ports: TestPorts,
  { repository, sourceTree, guards }: TestSubject,
  error: unknown,
): Promise<never> {
  if (!(error instanceof TagTaken) || (await ports.images.find(repository, sourceTree))) throw error;
  const text = tagTakenText(guards.imageRepository, sourceTreeTag(sourceTree));
  throw new PersonError(text.title, text.message);
}

/** Commits what the test left to the branch of runs, and stores the result. */
async function keep(
  ports: TestPorts,
  test: Test,
  executed: Executed,
  image: RecordedImage | undefined,
  buildLog: string | undefined,
): Promise<TestResult> {
  const { git, results } = ports;
  const { run, subject } = test;
  const { repository, folder } = subject;
  const inputs = image ? inputsHash(test, image) : '';
  const draft = resultOf(test, executed, image, inputs);
  const files = await git.edit(
    repository,
    undefined,
    filesOf(draft, executed, buildLog).map((file) => ({ kind: 'write', ...file })),
  );
  const message = `${subject.guards.name}: ${draft.failure ? 'failed' : 'passed'} its test for ${subject.environment}`;
  const addition = {
    branch: runsBranch,
    pathOn: async () => folder,
    tree: files,
    message,
    at: draft.finishedAt,
  };
  const commit = await run.step('keep', z.string(), async () => {
    const added = appendToBranch(git, repository, addition);
    return (await added.catch((error: unknown) => explainRefusal(error, 'files of this test'))).commit;
  });
  const result = { ...draft, files, committed: { commit, path: folder } };
  await results.save(repository, result);
  return result;
}
