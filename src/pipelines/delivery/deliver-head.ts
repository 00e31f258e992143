import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type WhatGuards, whatGuards } from '../../domain/configuration/environment-plan.ts';
import { pushRunFolder } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { TestReport } from '../../domain/test-report.ts';
import { otherTreeNote } from '../../domain/texts/delivery.ts';
import { pushedOverNote } from '../../domain/texts/pushed-over.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Run } from '../../ports/run.ts';
import { sourceTreeOf } from '../configuration/read-configuration.ts';
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
import { wasPushedOver } from './was-pushed-over.ts';
import { type WriteReleasePorts, writeRelease } from './write-release.ts';

export type DeliverPorts = TestAndReportPorts &
  ProgressPorts &
  WriteReleasePorts &
  NameReleasePorts &
  OverridePorts;

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
    }
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
  const [current, older] = await ports.deployments.list(repository, environment, 2);
  // What this very head brought may not have been told yet: then it is gone through again.
  const before = current?.head === head.commit ? older : current;
  const pushedOver =
    before !== undefined && (await wasPushedOver(ports.git, repository, before, head.commit));
  const isThere = current?.release.sourceTree === sourceTree && current.head !== head.commit;
  if (isThere && !pushedOver && !(await replacesHotfix(ports, head, current))) return { kind: 'unchanged' };
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
    return await deliver(ports, run, { head, guards, frame, running, brought, tree, pushedOver });
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
}

async function deliver(ports: DeliverPorts, run: Run, situation: Situation): Promise<Delivered> {
  const { head, running, brought, tree, pushedOver } = situation;
  const plan = await planTree(ports, head.repository, tree, head.environment, `on ${head.branch}`);
  if ('title' in plan) return { kind: 'refused', brought, report: problemReport(running, plan) };
  const report = await test(ports, run, situation, plan);
  const { result } = report;
  if (report.state === 'failed' || !result?.image) return { kind: 'refused', brought, report };
  await run.beginWriting();
  const { guards } = situation;
  const { image } = result;
  const isFirst = guards.before.length === 0;
  const release = await nameRelease(ports, head, { brought, sourceTree: plan.sourceTree, image, isFirst });
  const { runs, location } = plan;
  const wanted = {
    ...head,
    guards,
    runs,
    location,
    release,
    result,
    report,
    brought,
  };
  const written = await writeRelease(ports, run, wanted);
  if (!written) return { kind: 'overtaken' };
  if (written.kind === 'proposed') {
    const waiting = proposedReport(ports.links, head.repository, written.proposal);
    return { kind: 'proposed', brought, report: waiting };
  }
  const deployed = deployedReport(ports.links, head.repository, report, written);
  return { kind: 'deployed', brought, pushedOver, report: deployed };
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
