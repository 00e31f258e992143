import { isDeepStrictEqual } from 'node:util';
import { evidenceHome } from '../../domain/evidence/evidence-home.ts';
import type { Override } from '../../domain/gates/override.ts';
import { missedIn } from '../../domain/gates/override-gates.ts';
import { liesOnBranch } from '../../domain/gitops-location.ts';
import type { Held } from '../../domain/holds/hold.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem, TestReport } from '../../domain/test-report.ts';
import type { Run } from '../../ports/run.ts';
import { type ApprovalPorts, type Approving, findApproval } from '../approvals/find-approval.ts';
import { openHome } from '../evidence/open-home.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import { planManifests } from '../manifests/plan-manifests.ts';
import { problemReport, type ReportFrame, runningReport } from '../reporting/make-report.ts';
import { markFailedLine } from '../reporting/mark-failed-line.ts';
import { type ProgressPorts, reportProgress } from '../reporting/progress.ts';
import { type Audience, publish } from '../reporting/publish.ts';
import { type OverridePorts, overridesOfMerged } from './overrides-of.ts';
import type { Guarding } from './plan-guarding.ts';
import type { TestPlan } from './plan-test.ts';
import { type TestAndReportPorts, testAndReport } from './test-and-report.ts';
import type { TestSubject } from './test-subject.ts';

export type CandidatePorts = TestAndReportPorts & ProgressPorts & OverridePorts & ApprovalPorts;

/** What wants to get onto an environment's branch: a pull request, or a commit of a merge queue. */
export interface Candidate {
  readonly guarding: Guarding;
  readonly base: { readonly branch: string; readonly commit: string };
  /** Whose head is recorded with what came of it. */
  readonly audience: Audience;
  readonly plan: TestPlan | Problem;
  /** The release that it carries, if it is a promotion. */
  readonly release: string | undefined;
  readonly folder: string;
  /** The pull request's head, where what is tested is a commit that its merge made. */
  readonly mergeOf?: string | undefined;
  readonly again: boolean;
  readonly fresh?: boolean | undefined;
  /** Its head lies in another repository. */
  readonly fork: boolean;
  /** What holds the environment. */
  readonly held?: Held | undefined;
  /** The pull request whose approval counts. */
  readonly approved: Pick<Approving, 'number' | 'head' | 'author' | 'base'>;
}

/** Tests a candidate unless something is in the way, records what is known of its head, and shows the verdict. */
export async function testCandidate(ports: CandidatePorts, run: Run, candidate: Candidate): Promise<void> {
  const { audience, guarding, plan, base, release, fork } = candidate;
  const { repository, head } = audience;
  const { guards, configuration } = guarding;
  const frame = { repository, guards, configuration, base, held: candidate.held };
  if ('title' in plan) {
    const running = await runningReport(ports, { ...frame, notes: [] });
    return publish(ports, audience, problemReport(running, plan));
  }
  const { sourceTree, notes, runsAgain } = plan;
  const tested = await testPlan(ports, run, candidate, plan, {
    ...frame,
    sourceTree,
    notes,
    runsAgain,
    fork,
    overrides: await overridesFor(ports, candidate, sourceTree),
  });
  const { environment } = guards;
  const report = await withApproval(ports, candidate, tested);
  const known = {
    testResult: report.result?.id,
    missed: missedIn(report),
    approval: report.approval?.rule,
  };
  await ports.records.save(repository, { head, environment, sourceTree, release, ...known });
  run.signal.throwIfAborted();
  await publish(ports, audience, report);
}

/** Where the environment wants an approval, what passed waits for it. */
async function withApproval(
  ports: CandidatePorts,
  { audience: { repository }, guarding: { guards }, release, approved }: Candidate,
  report: TestReport,
): Promise<TestReport> {
  const { approval: rule, environment } = guards;
  if (report.state !== 'passed' || !rule) return report;
  const approval = await findApproval(ports, { ...approved, repository, environment, rule, release });
  return { ...report, approval: { rule, approval } };
}

function overridesFor(
  ports: CandidatePorts,
  { audience: { repository, head }, guarding: { guards }, mergeOf }: Candidate,
  sourceTree: string,
): Promise<readonly Override[]> {
  const { environment } = guards;
  return mergeOf === undefined
    ? ports.overrides.list(repository, environment, head)
    : overridesOfMerged(ports, repository, environment, { head: mergeOf, sourceTree });
}

async function testPlan(
  ports: CandidatePorts,
  run: Run,
  { audience, guarding: { guards }, base, folder, again, fresh, fork }: Candidate,
  plan: TestPlan,
  frame: ReportFrame,
): Promise<TestReport> {
  const { repository, head } = audience;
  const running = await runningReport(ports, frame);
  const progress = reportProgress(ports, audience, running, run.signal);
  try {
    const subject = {
      repository,
      environment: guards.environment,
      guards,
      folder,
      again,
      fresh,
      fork,
      ...plan,
    };
    const found = await testAndReport(ports, run, { frame, subject, running, progress });
    const marked = { repository, head, runs: plan.runs, notebook: plan.parts.notebook };
    const report = await markFailedLine(ports.git, marked, found);
    const mistake = await mistakeAfterMerge(ports, subject, { head, branch: base.branch }, found.result);
    return mistake ? { ...report, state: 'failed', problem: mistake } : report;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return problemReport(running, { title: error.title, message: error.message });
  } finally {
    await progress.settle();
  }
}

/**
 * What would be in the way after the merge is told before it: where manifests and evidence go then, and mistakes in manifests, which are
 * rendered as if this head were the release, and thrown away.
 */
async function mistakeAfterMerge(
  { git, repositories }: CandidatePorts,
  subject: TestSubject & Pick<TestPlan, 'location' | 'home'>,
  { head: commit, branch }: { readonly head: string; readonly branch: string },
  result: TestReport['result'],
): Promise<Problem | undefined> {
  const { repository, location, home, guards } = subject;
  try {
    if (!isDeepStrictEqual(home, evidenceHome(repository, guards)))
      await openHome({ repositories }, repository, home);
    if (!liesOnBranch(location, repository, branch)) await headOfLocation(git, location);
    if (result?.image) {
      const { image, sourceTree } = result;
      await planManifests(git, { ...subject, release: { commit, sourceTree, image } });
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { title: error.title, message: error.message };
  }
}

/** Where the configuration that would name the environment can't be read: the check is named after the branch. */
export function reportWithoutEnvironment(
  { name }: RepositoryRef,
  branch: string,
  problem: Problem,
): TestReport {
  return {
    name,
    environment: branch,
    state: 'failed',
    problem,
    gates: [],
    metrics: {},
    reused: false,
    notes: [],
    road: [],
    links: {},
  };
}
