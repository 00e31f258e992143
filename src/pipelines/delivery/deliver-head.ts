import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type WhatGuards, whatGuards } from '../../domain/configuration/environment-plan.ts';
import { stationOf } from '../../domain/configuration/station-of.ts';
import type { Held } from '../../domain/holds/hold.ts';
import { pushRunFolder } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Deployment } from '../../domain/release.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { otherTreeNote } from '../../domain/texts/delivery.ts';
import { withdrawnProblem } from '../../domain/texts/holds.ts';
import { pushedOverNote } from '../../domain/texts/pushed-over.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Holds, Withdrawals } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { sourceTreeOf } from '../configuration/read-configuration.ts';
import { heldAt, writingKey } from '../holds/held-at.ts';
import { withdrawalOf } from '../holds/withdrawal-of.ts';
import { problemReport, type ReportFrame, runningReport } from '../reporting/make-report.ts';
import { type ProgressPorts, reportProgress } from '../reporting/progress.ts';
import { deployedReport, proposedReport } from '../reporting/release-report.ts';
import { type OverridePorts, overridesOfMerged } from '../testing/overrides-of.ts';
import { type PlannedTree, planTree } from '../testing/plan-test.ts';
import { type TestAndReportPorts, testAndReport } from '../testing/test-and-report.ts';
import {
  type BranchHead,
  broughtBy,
  type NameReleasePorts,
  nameRelease,
  replacesHotfix,
} from './name-release.ts';
import type { PassedRelease } from './passed-release.ts';
import { wasPushedOver } from './was-pushed-over.ts';
import { type WriteReleasePorts, withholdRelease, writeRelease } from './write-release.ts';

export type DeliverPorts = TestAndReportPorts &
  ProgressPorts &
  WriteReleasePorts &
  NameReleasePorts &
  OverridePorts & { readonly holds: Holds; readonly withdrawals: Withdrawals; readonly clock: Clock };

/** The head of an environment's branch, and what it says. */
export interface Head extends BranchHead {
  readonly configuration: Configuration;
  readonly attempt: number;
}

export type Delivered =
  /** The environment runs this source tree already. */
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'deployed';
      readonly report: TestReport;
      readonly brought: PullRequest | undefined;
      /** The branch was pushed over before. */
      readonly pushedOver: boolean;
      /** A hold had kept it from being deployed until now. */
      readonly wasWithheld: boolean;
    }
  /** It is on the branch, and the environment is held: nothing was deployed. */
  | { readonly kind: 'withheld'; readonly report: TestReport; readonly brought: PullRequest | undefined }
  /** A person has to merge its manifests. */
  | { readonly kind: 'proposed'; readonly report: TestReport; readonly brought: PullRequest | undefined }
  /** Nothing was deployed; the report says why. */
  | { readonly kind: 'refused'; readonly report: TestReport; readonly brought: PullRequest | undefined }
  /** The branch moved on meanwhile; its newer head is delivered by another run. */
  | { readonly kind: 'overtaken' };

/** Puts what an environment's branch holds into the environment: tests it unless that is done, records it, writes its manifests. */
export async function deliverHead(ports: DeliverPorts, run: Run, head: Head): Promise<Delivered> {
  const { repository, environment } = head;
  const { tree } = await ports.git.commit(repository, head.commit);
  const sourceTree = await sourceTreeOf(ports.git, repository, tree, head.configuration);
  const [current, older] = await ports.deployments.brought(repository, environment, 2);
  // What this very head brought may not have been told yet: then it is gone through again.
  const before = current?.head === head.commit ? older : current;
  const pushedOver =
    before !== undefined && (await wasPushedOver(ports.git, repository, before, head.commit));
  const wasWithheld = current?.release.sourceTree === sourceTree && current.came === 'withheld';
  const isThere =
    current?.release.sourceTree === sourceTree &&
    (current.head !== head.commit || (wasWithheld && current.run !== run.id)) &&
    !(wasWithheld && (await isFree(ports, head, current)));
  if (isThere && !pushedOver && !(await replacesHotfix(ports, head, current))) return { kind: 'unchanged' };
  const guards = whatGuards(head.configuration, environment);
  if (!guards) return { kind: 'unchanged' };
  const brought =
    (await broughtBy(ports, head)) ?? (wasWithheld ? await pullRequestOf(ports, head, current) : undefined);
  const frame: ReportFrame = {
    repository,
    guards,
    sourceTree,
    configuration: head.configuration,
    base: { branch: head.branch, commit: head.commit },
    merged: true,
    overrides: await overridesOfMerged(ports, repository, environment, {
      head: brought?.head.commit,
      sourceTree,
    }),
    notes: [
      ...(pushedOver ? [pushedOverNote(head.branch, before)] : []),
      ...(await notesOf(ports, head, brought, sourceTree)),
    ],
  };
  const running = await runningReport(ports, frame);
  try {
    return await deliver(ports, run, {
      head,
      guards,
      frame,
      running,
      brought,
      tree,
      pushedOver,
      wasWithheld,
    });
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
  { repository, environment, commit }: Head,
  brought: PullRequest | undefined,
  sourceTree: string,
): Promise<readonly string[]> {
  // A merge queue had this very commit tested.
  if ((await records.find(repository, environment, commit))?.sourceTree === sourceTree) return [];
  const record = brought && (await records.find(repository, environment, brought.head.commit));
  return record && record.sourceTree !== sourceTree ? [otherTreeNote()] : [];
}

interface Situation {
  readonly head: Head;
  readonly guards: WhatGuards;
  readonly frame: ReportFrame;
  readonly running: TestReport;
  readonly brought: PullRequest | undefined;
  readonly tree: string;
  readonly pushedOver: boolean;
  readonly wasWithheld: boolean;
}

/** The merged pull request that brought what was withheld: the branch may have moved on since. */
async function pullRequestOf(
  ports: DeliverPorts,
  { repository }: Head,
  { pullRequest }: Deployment,
): Promise<PullRequest | undefined> {
  return pullRequest === undefined ? undefined : ports.pullRequests.get(repository, pullRequest);
}

/** Whether nothing keeps a release any more that a hold kept from being deployed. */
async function isFree(ports: DeliverPorts, head: Head, { release }: Deployment): Promise<boolean> {
  const { repository, environment, configuration, branch } = head;
  if (await heldAt(ports, repository, stationOf(configuration, environment, branch))) return false;
  return !(await withdrawalOf(ports, repository, environment, release.commit));
}

async function deliver(ports: DeliverPorts, run: Run, situation: Situation): Promise<Delivered> {
  const { head, running, brought, tree } = situation;
  const plan = await planTree(ports, head.repository, tree, head.environment, `on ${head.branch}`);
  if ('title' in plan) return { kind: 'refused', brought, report: problemReport(running, plan) };
  const report = await test(ports, run, situation, plan);
  if (report.state === 'failed' || !report.result?.image) return { kind: 'refused', brought, report };
  await run.beginWriting();
  const key = writingKey(head.repository, head.environment);
  return ports.locks.alone(key, run.signal, () => write(ports, run, situation, { plan, report }));
}

/** Whoever brings something in, or places a hold, does so alone: what is held stays as it is. */
async function write(
  ports: DeliverPorts,
  run: Run,
  situation: Situation,
  { plan, report }: { readonly plan: PlannedTree; readonly report: TestReport },
): Promise<Delivered> {
  const { head, guards, brought, running } = situation;
  const { repository, environment } = head;
  const { result } = report;
  if (!result?.image) return { kind: 'refused', brought, report };
  const isFirst = guards.before.length === 0;
  const { image } = result;
  const release = await nameRelease(ports, head, { brought, sourceTree: plan.sourceTree, image, isFirst });
  const held = await heldAt(ports, repository, guards);
  const withdrawn = await withdrawalOf(ports, repository, environment, release.commit);
  if (withdrawn && !held)
    return { kind: 'refused', brought, report: problemReport(running, withdrawnProblem(withdrawn)) };
  const { runs, location } = plan;
  const passed = { ...head, guards, runs, location, release, result, report, brought };
  if (held) return withhold(ports, run, passed, held);
  const written = await writeRelease(ports, run, passed);
  if (!written) return { kind: 'overtaken' };
  if (written.kind === 'proposed') {
    const waiting = proposedReport(ports.links, repository, written.proposal);
    return { kind: 'proposed', brought, report: waiting };
  }
  const deployed = deployedReport(ports.links, repository, report, written);
  const { pushedOver, wasWithheld } = situation;
  return { kind: 'deployed', brought, pushedOver, wasWithheld, report: deployed };
}

async function withhold(
  ports: DeliverPorts,
  run: Run,
  passed: PassedRelease,
  held: Held,
): Promise<Delivered> {
  await withholdRelease(ports, run, passed);
  return { kind: 'withheld', brought: passed.brought, report: { ...passed.report, held } };
}

/** Shows its progress on the check of the branch's head: nobody waits for it in a pull request. */
async function test(
  ports: DeliverPorts,
  run: Run,
  { head, guards, frame, running }: Situation,
  plan: PlannedTree,
): Promise<TestReport> {
  const { repository, environment, commit, attempt } = head;
  const progress = reportProgress(ports, { repository, head: commit }, running, run.signal);
  const folder = pushRunFolder(commit, environment, attempt);
  try {
    const subject = { repository, environment, guards, folder, again: false, fork: false, ...plan };
    return await testAndReport(ports, run, { frame, subject, running, progress });
  } finally {
    await progress.settle();
  }
}
