import { type Baseline, isComparable } from '../../domain/baseline.ts';
import { placeOf } from '../../domain/dataset.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Deployment } from '../../domain/release.ts';
import type { TestResult } from '../../domain/test-result.ts';
import { imageGone, otherDatasets, releaseFailed, releaseGone } from '../../domain/texts/same-data.ts';
import type { LocalImage } from '../../ports/images.ts';
import type { Log } from '../../ports/log.ts';
import type { Run } from '../../ports/run.ts';
import { type KnownDataset, knowDatasets, withDatasets } from './datasets.ts';
import { findEarlier } from './find-earlier.ts';
import { keepResult } from './keep-result.ts';
import { planTree } from './plan-test.ts';
import { runNotebook } from './run-notebook.ts';
import { partOf } from './run-part.ts';
import type { TestPorts } from './test-source-tree.ts';
import type { Progress, Test, TestSubject } from './test-subject.ts';

export type ComparisonPorts = TestPorts & { readonly log: Log };

/** A test that passed, and what it is to be compared with. */
export interface Comparison {
  readonly subject: TestSubject;
  readonly result: TestResult;
  readonly baseline: Baseline | undefined;
  /** What the environment runs now. */
  readonly current: Deployment | undefined;
  readonly progress: Progress;
}

/**
 * The baseline of a test, measured on the test's data: where the running release was measured on other data, its image is run on
 * this, once for the same inputs. Where that can't be, the baseline says why.
 */
export async function compareOnSameData(
  ports: ComparisonPorts,
  run: Run,
  comparison: Comparison,
): Promise<Baseline | undefined> {
  const { baseline, result, current } = comparison;
  if (!baseline || !current || result.failure || isComparable(baseline, result)) return baseline;
  const found = await measure(ports, run, comparison, current).catch((error: unknown) => {
    if (!(error instanceof PersonError)) throw error;
    return error.title;
  });
  if (typeof found === 'string') return { ...baseline, whyNot: found };
  if (found.failure) return { ...baseline, whyNot: releaseFailed(found.failure) };
  const { metrics, datasets, shown, committed: files } = found;
  return { ...baseline, metrics, datasets, shown, files, measuredAgain: true };
}

/** The running release's result on the test's data, or why there is none. */
async function measure(
  ports: ComparisonPorts,
  run: Run,
  { subject, progress }: Comparison,
  { release }: Deployment,
): Promise<TestResult | string> {
  const { repository, environment, folder } = subject;
  const { commit, image } = release;
  if (!(await ports.git.fetchIfThere(repository, [commit])).has(commit)) return releaseGone();
  const { tree } = await ports.git.commit(repository, commit);
  const planned = await planTree(ports, repository, tree, environment, 'of the running release');
  if ('title' in planned) return planned.title;
  const known = await knowDatasets(ports, run, subject, subject.runs.datasets);
  const datasets = planned.runs.datasets.flatMap((dataset) => placed(dataset, known));
  if (datasets.length < planned.runs.datasets.length) return otherDatasets();
  const own = { ...subject, ...planned, folder: `${folder}/running-release`, again: false };
  const part = partOf(run, 'running release');
  const test = { run: part, subject: own, datasets, progress, resultId: `${run.id}-running-release` };
  return (await findEarlier(ports, test, image)) ?? (await measureAnew(ports, test, release));
}

/** The test's dataset of this name, where the release looks for it. */
function placed(
  dataset: TestSubject['runs']['datasets'][number],
  known: readonly KnownDataset[],
): KnownDataset[] {
  const content = known.find(({ dataset: { name } }) => name === dataset.name);
  if (!content) return [];
  const { sha256 } = content;
  return [
    {
      dataset,
      sha256,
      get: async (signal) => {
        const ready = await content.get(signal);
        return { ...ready, forRun: () => ({ ...ready.forRun(), path: placeOf(dataset) }) };
      },
    },
  ];
}

async function measureAnew(
  ports: ComparisonPorts,
  test: Test,
  { commit, image }: Deployment['release'],
): Promise<TestResult | string> {
  await test.progress.phase(`running release ${commit.slice(0, 7)} on this data`);
  const local = await imageOf(ports, test.run, image);
  if (!local) return imageGone();
  return withDatasets(test.datasets, test.run.signal, async (ready) => {
    const readyTest = { ...test, ready };
    const executed = await runNotebook(ports, readyTest, local);
    return keepResult(ports, readyTest, executed, image);
  });
}

/** An image that somebody took away from the registry is no reason to fail the test of another. */
async function imageOf(
  { transfer, log }: ComparisonPorts,
  run: Run,
  { repository, digest }: Deployment['release']['image'],
): Promise<LocalImage | undefined> {
  try {
    return await transfer.ensureLocal(repository, digest, run.signal);
  } catch (error) {
    run.signal.throwIfAborted();
    log.warn({ err: error, repository, digest }, 'the image of the running release was not had');
    return undefined;
  }
}
