import { z } from 'zod';
import { type AskedCheck, askedChecks, checkKey } from '../../domain/data-checks/asked-checks.ts';
import type { DatasetChecks } from '../../domain/data-checks/data-check.ts';
import {
  type CheckedDataset,
  type DataOutcome,
  dataOutcomeSchema,
  isLasting,
  type Profile,
  profileSchema,
} from '../../domain/data-checks/data-found.ts';
import { placeOf } from '../../domain/dataset.ts';
import { repositoryOf } from '../../domain/evidence/kept-files.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { profilePath } from '../../domain/run-files.ts';
import { checkerMissingText } from '../../domain/texts/checker-problem.ts';
import { CheckerMissing, type DataChecker, type DataFindings } from '../../ports/data-checker.ts';
import type { Git, GitReader } from '../../ports/git.ts';
import type { Run } from '../../ports/run.ts';
import { isThere } from '../evidence/is-there.ts';
import { type DataPorts, type KnownDataset, knowDatasets, withDatasets } from './datasets.ts';
import type { Progress, TestSubject } from './test-subject.ts';

export interface DataCheckPorts extends Pick<DataPorts, 'webFiles' | 'volumes'> {
  readonly git: Git;
  readonly dataChecker: DataChecker;
  readonly dataFindings: DataFindings;
}

/** A whole run's data is checked in this time; a notebook's own limit is the tree's to set, and no guard. */
const limitSeconds = 30 * 60;

interface Checking {
  readonly run: Run;
  readonly subject: TestSubject;
  /** What the environment runs now: drift is measured against the profiles in its evidence. */
  readonly current: Deployment | undefined;
  readonly progress: Progress;
}

/**
 * Checks the datasets of the tree under test by the environment's rules, each in a container beside the data. What was found in the same data by
 * the same checks is used again. Throws a {@link PersonError} where a dataset or the checker can't be had.
 */
export async function checkData(
  ports: DataCheckPorts,
  checking: Checking,
): Promise<readonly CheckedDataset[]> {
  const { guards, runs } = checking.subject;
  const checked: CheckedDataset[] = [];
  for (const wanted of guards.dataChecks) {
    const dataset = runs.datasets.find(({ name }) => name === wanted.dataset);
    const known = await knowDatasets(ports, checking.run, checking.subject, dataset ? [dataset] : []);
    checked.push(
      known[0]
        ? await checkOne(ports, checking, wanted, known[0])
        : { dataset: wanted.dataset, outcome: { kind: 'not-declared' } },
    );
  }
  return checked;
}

async function checkOne(
  ports: DataCheckPorts,
  checking: Checking,
  { dataset: name, checks: wanted }: DatasetChecks,
  known: KnownDataset,
): Promise<CheckedDataset> {
  const { subject, current } = checking;
  const { repository } = subject;
  const drifts = wanted.some(({ kind }) => kind === 'drift');
  const released = drifts ? await releasedProfile(ports.git, repository, current, name) : undefined;
  const checks = askedChecks(wanted, released);
  const { sha256, dataset } = known;
  const { version } = ports.dataChecker;
  const key = checkKey({ sha256, place: placeOf(dataset), checks, version });
  const earlier = await ports.dataFindings.find(repository, key);
  const outcome = earlier ?? (await checkAnew(ports, checking, known, checks, key));
  return { dataset: name, sha256, outcome };
}

/** The profile in the evidence of the running release; none where it was released before its data was checked. */
async function releasedProfile(
  git: GitReader,
  repository: RepositoryRef,
  current: Deployment | undefined,
  dataset: string,
): Promise<Profile | undefined> {
  if (!current || !(await isThere(git, repository, current.evidence))) return undefined;
  const { commit, path } = current.evidence;
  const content = await git.read(
    repositoryOf(repository, current.evidence),
    commit,
    `${path}/${profilePath(dataset)}`,
  );
  const evidence = z.object({ profile: profileSchema });
  return content && evidence.parse(JSON.parse(content.toString())).profile;
}

async function checkAnew(
  ports: DataCheckPorts,
  { run, subject: { repository, guards }, progress }: Checking,
  known: KnownDataset,
  checks: readonly AskedCheck[],
  key: string,
): Promise<DataOutcome> {
  await progress.phase(`checking the data of ${known.dataset.name}`);
  const { cpuCores: cpus, memoryBytes } = guards.resources;
  const limits = { cpus, memoryBytes, timeoutSeconds: limitSeconds };
  const outcome = await run.step(`data check ${key}`, dataOutcomeSchema, () =>
    withDatasets([known], run.signal, async ([ready]) => {
      if (!ready) throw new Error('a dataset that was made ready is not there');
      const { id: runId, signal } = run;
      const request = { runId, dataset: ready.forRun(), checks, ...limits, signal };
      return ports.dataChecker.check(request).catch(refusePlainly);
    }),
  );
  if (isLasting(outcome)) await ports.dataFindings.save(repository, key, outcome);
  return outcome;
}

function refusePlainly(error: unknown): never {
  if (!(error instanceof CheckerMissing)) throw error;
  const { title, message } = checkerMissingText(error);
  throw new PersonError(title, message);
}
