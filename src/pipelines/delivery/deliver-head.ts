import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type WhatGuards, whatGuards } from '../../domain/configuration/environment-plan.ts';
import { pushRunFolder } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Release } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { otherTreeNote } from '../../domain/texts/delivery.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';
import type { PullRequestRecords, Releases } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { sourceTreeOf } from '../configuration/read-configuration.ts';
import {
  linksOf,
  problemReport,
  type ReportFrame,
  type ReportPorts,
  resultReport,
  runningReport,
} from '../reporting/make-report.ts';
import { type ProgressPorts, reportProgress } from '../reporting/progress.ts';
import { type PlannedTree, planTree } from '../testing/plan-test.ts';
import { type Tested, type TestPorts, testSourceTree } from '../testing/test-source-tree.ts';
import { type WriteReleasePorts, type WrittenRelease, writeRelease } from './write-release.ts';

export interface DeliverPorts extends TestPorts, ReportPorts, ProgressPorts, WriteReleasePorts {
  readonly pullRequests: PullRequests;
  readonly records: PullRequestRecords;
  readonly releases: Releases;
}

/** The head of an environment's branch, and what it says. */
export interface Head {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly environment: string;
  readonly commit: string;
  readonly configuration: Configuration;
  readonly attempt: number;
}

export type Delivered =
  /** The environment runs this source tree already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'deployed'; readonly report: TestReport; readonly brought: PullRequest | undefined }
  /** Nothing was deployed; the report says why. */
  | { readonly kind: 'refused'; readonly report: TestReport; readonly brought: PullRequest | undefined }
  /** The branch moved on meanwhile; its newer head is delivered by another run. */
  | { readonly kind: 'overtaken' };

/** Puts what an environment's branch holds into the environment: tests it unless that is done, records it, writes its manifests. */
export async function deliverHead(ports: DeliverPorts, run: Run, head: Head): Promise<Delivered> {
  const { repository, environment } = head;
  const { tree } = await ports.git.commit(repository, head.commit);
  const sourceTree = await sourceTreeOf(ports.git, repository, tree, head.configuration);
  const current = await ports.deployments.current(repository, environment);
  // What this very head brought may not have been told yet: then it is gone through again.
  if (current?.release.sourceTree === sourceTree && current.head !== head.commit)
    return { kind: 'unchanged' };
  const guards = whatGuards(head.configuration, environment);
  if (!guards) return { kind: 'unchanged' };
  const brought = await broughtBy(ports, head);
  const frame: ReportFrame = {
    repository,
    guards,
    sourceTree,
    configuration: head.configuration,
    base: { branch: head.branch, commit: head.commit },
    merged: true,
    notes: await notesOf(ports, head, brought, sourceTree),
  };
  const running = await runningReport(ports, frame);
  try {
    return await deliver(ports, run, { head, guards, frame, running, brought, tree });
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return {
      kind: 'refused',
      brought,
      report: problemReport(running, { title: error.title, message: error.message }),
    };
  }
}

/** Why the result is not the one that the pull request showed. */
async function notesOf(
  { records }: DeliverPorts,
  { repository, environment }: Head,
  brought: PullRequest | undefined,
  sourceTree: string,
): Promise<readonly string[]> {
  const record = brought && (await records.find(repository, environment, brought.head.commit));
  return record && record.sourceTree !== sourceTree ? [otherTreeNote()] : [];
}

/** The merged pull request that brought this head, if one did. */
async function broughtBy(
  ports: DeliverPorts,
  { repository, commit, branch }: Head,
): Promise<PullRequest | undefined> {
  const pulls = await ports.pullRequests.ofCommit(repository, commit);
  return pulls.find((pull) => pull.merged && pull.base.branch === branch);
}

interface Situation {
  readonly head: Head;
  readonly guards: WhatGuards;
  readonly frame: ReportFrame;
  readonly running: TestReport;
  readonly brought: PullRequest | undefined;
  readonly tree: string;
}

async function deliver(ports: DeliverPorts, run: Run, situation: Situation): Promise<Delivered> {
  const { head, frame, running, brought, tree } = situation;
  const plan = await planTree(ports, head.repository, tree, head.environment, `on ${head.branch}`);
  if ('title' in plan) return { kind: 'refused', brought, report: problemReport(running, plan) };
  const tested = await test(ports, run, situation, plan);
  const report = resultReport(ports, frame, running, tested);
  const { image } = tested.result;
  if (report.state === 'failed' || !image) return { kind: 'refused', brought, report };
  await run.beginWriting();
  const release = await releaseOf(ports, situation, plan.sourceTree, { ...tested.result, image });
  const { guards } = situation;
  const { runs, location } = plan;
  const wanted = { ...head, guards, runs, location, release, result: tested.result, brought };
  const written = await writeRelease(ports, run, wanted);
  if (!written) return { kind: 'overtaken' };
  return { kind: 'deployed', brought, report: deployedReport(ports, { head, report }, written) };
}

/** Shows its progress on the check of the branch's head: nobody waits for it in a pull request. */
async function test(
  ports: DeliverPorts,
  run: Run,
  { head, guards, running }: Situation,
  plan: PlannedTree,
): Promise<Tested> {
  const { repository, environment, commit, attempt } = head;
  const progress = reportProgress(ports, { repository, head: commit }, running, run.signal);
  const folder = pushRunFolder(commit, environment, attempt);
  try {
    return await testSourceTree(
      ports,
      run,
      { repository, environment, guards, folder, again: false, ...plan },
      progress,
    );
  } finally {
    await progress.settle();
  }
}

/**
 * What the head brought: what our record says of the merged pull request's head, if its source tree is this one; else the newest release
 * with this source tree; else a new one, named by this commit.
 */
async function releaseOf(
  ports: DeliverPorts,
  { head, brought }: Situation,
  sourceTree: string,
  { image }: { readonly image: Release['image'] },
): Promise<Release> {
  const { repository, environment, commit } = head;
  const record = brought && (await ports.records.find(repository, environment, brought.head.commit));
  const recorded =
    record?.sourceTree === sourceTree && record.release
      ? await ports.releases.get(repository, record.release)
      : undefined;
  const known = recorded ?? (await ports.releases.findBySourceTree(repository, sourceTree));
  if (known) return known;
  const release: Release = { commit, sourceTree, image };
  await ports.releases.save(repository, release);
  return release;
}

function deployedReport(
  ports: DeliverPorts,
  { head, report }: { readonly head: Head; readonly report: TestReport },
  { deployment, served }: WrittenRelease,
): TestReport {
  const { repository, environment } = head;
  const road = report.road.map((stop) =>
    stop.environment === environment ? { ...stop, state: 'done' as const } : stop,
  );
  const { nothingServed } = served;
  const { manifests: written } = deployment;
  const manifests = written
    ? { Manifests: ports.links.folder(written.repository, written.commit, written.folder) }
    : {};
  const deployed = { release: deployment.release.commit, by: deployment.by, nothingServed };
  const links = { ...linksOf(ports.links, repository, deployment.evidence), ...manifests };
  return { ...report, road, deployed, links };
}
