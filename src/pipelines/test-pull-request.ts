import { nextEnvironment } from '../domain/configuration/environment-order.ts';
import { liesOnBranch } from '../domain/gitops-location.ts';
import { runFolder } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { Problem, TestReport } from '../domain/test-report.ts';
import type { TestPullRequest } from '../domain/work.ts';
import type { PullRequestRecords, Roads } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { headOfLocation } from './manifests/head-of-location.ts';
import { planManifests } from './manifests/plan-manifests.ts';
import { endOlderChecks } from './reporting/end-older-checks.ts';
import {
  problemReport,
  type ReportFrame,
  type ReportPorts,
  resultReport,
  runningReport,
} from './reporting/make-report.ts';
import { type ProgressPorts, reportProgress } from './reporting/progress.ts';
import { type Audience, publish } from './reporting/publish.ts';
import { type Pin, type PinPorts, pinPullRequest, pinSchema } from './testing/pin-pull-request.ts';
import { type Guarding, planGuarding } from './testing/plan-guarding.ts';
import { planTest, type TestPlan } from './testing/plan-test.ts';
import { type RefusalPorts, refusePullRequest } from './testing/refuse-pull-request.ts';
import { type Tested, type TestPorts, testSourceTree } from './testing/test-source-tree.ts';
import type { TestSubject } from './testing/test-subject.ts';

export type TestPullRequestPorts = TestPorts &
  ReportPorts &
  ProgressPorts &
  PinPorts &
  RefusalPorts & {
    readonly records: PullRequestRecords;
    readonly roads: Roads;
    readonly history: RunHistory;
  };

/** Tests what merging a pull request would give, and says so on it: one check run, one sticky comment. */
export async function testPullRequest(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
): Promise<void> {
  const { repository, number } = work;
  const pin = await run.step('pin', pinSchema, () => pinPullRequest(ports, work));
  if (!pin.open) return;
  await ports.git.heads(repository, [pin.baseBranch]);
  await ports.git.fetch(repository, [pin.base, pin.head]);
  const guarding = await planGuarding(ports, repository, pin);
  if (!guarding) return;
  if ('title' in guarding) return publishWithoutEnvironment(ports, work, pin, guarding);
  const subject = {
    repository,
    environment: guarding.guards.environment,
    pullRequest: number,
    head: pin.head,
  };
  const attempt = await run.describe(subject);
  await endOlderChecks(ports, subject);
  await rememberRoad(ports.roads, repository, pin, guarding);
  if (!work.again && (await ports.history.isHandled(subject, run.id))) return;
  await testAndTell(ports, work, run, { pin, guarding, attempt });
}

/** So that its merge is found even if nobody tells of it. A first set-up only becomes a road by its merge. */
async function rememberRoad(
  roads: Roads,
  repository: RepositoryRef,
  { baseBranch: branch }: Pin,
  { configuration, guards: { environment }, firstSetUp }: Guarding,
): Promise<void> {
  if (firstSetUp) return;
  const nextBranch = nextEnvironment(configuration, environment)?.branch;
  await roads.remember(repository, { branch, environment, nextBranch });
}

interface Situation {
  readonly pin: Pin;
  readonly guarding: Guarding;
  readonly attempt: number;
}

async function testAndTell(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
  situation: Situation,
): Promise<void> {
  const { pin, guarding } = situation;
  const { repository, number } = work;
  const audience: Audience = { repository, head: pin.head, pullRequest: number };
  const { guards, configuration } = guarding;
  const base = { branch: pin.baseBranch, commit: pin.base };
  const record = await ports.records.find(repository, guards.environment, pin.head);
  const refused = await refusePullRequest(ports, repository, { pin, guarding, record });
  const plan = refused ?? (await planTest(ports, repository, pin, guarding));
  if ('title' in plan) {
    const frame = { repository, guards, configuration, base, notes: [] };
    return publish(ports, audience, problemReport(await runningReport(ports, frame), plan));
  }
  const frame: ReportFrame = {
    repository,
    guards,
    configuration,
    sourceTree: plan.sourceTree,
    base,
    notes: plan.notes,
    runsAgain: plan.runsAgain,
  };
  const report = await testPlan(ports, work, run, situation, plan, frame, audience);
  await ports.records.save(repository, {
    head: pin.head,
    environment: guards.environment,
    sourceTree: plan.sourceTree,
    release: record?.release,
    testResult: report.result?.id,
  });
  run.signal.throwIfAborted();
  await publish(ports, audience, report);
}

async function testPlan(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
  { pin, guarding, attempt }: Situation,
  plan: TestPlan,
  frame: ReportFrame,
  audience: Audience,
): Promise<TestReport> {
  const { repository, number, again } = work;
  const { guards } = guarding;
  const running = await runningReport(ports, frame);
  const progress = reportProgress(ports, audience, running, run.signal);
  const folder = runFolder(number, pin.head, guards.environment, attempt);
  try {
    const subject = { repository, environment: guards.environment, guards, folder, again, ...plan };
    const tested = await testSourceTree(ports, run, subject, progress);
    const report = resultReport(ports, frame, running, tested);
    const mistake = await mistakeInManifests(ports, subject, pin, tested);
    return mistake ? { ...report, state: 'failed', problem: mistake } : report;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return problemReport(running, { title: error.title, message: error.message });
  } finally {
    await progress.settle();
  }
}

/** The configuration that would name the environment can't be read: the check is named after the branch. */
async function publishWithoutEnvironment(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  pin: Pin,
  problem: Problem,
): Promise<void> {
  const report: TestReport = {
    name: work.repository.name,
    environment: pin.baseBranch,
    state: 'failed',
    problem,
    gates: [],
    metrics: {},
    reused: false,
    notes: [],
    road: [],
    links: {},
  };
  await publish(ports, { repository: work.repository, head: pin.head, pullRequest: work.number }, report);
}

/** Mistakes in manifests are told before the merge: they are rendered as if this head were the release, and thrown away. */
async function mistakeInManifests(
  { git }: TestPullRequestPorts,
  subject: TestSubject & Pick<TestPlan, 'location'>,
  { head: commit, baseBranch }: Pin,
  { result: { image, sourceTree } }: Tested,
): Promise<Problem | undefined> {
  const { repository, location } = subject;
  try {
    if (!liesOnBranch(location, repository, baseBranch)) await headOfLocation(git, location);
    if (image) await planManifests(git, { ...subject, release: { commit, sourceTree, image } });
    return undefined;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { title: error.title, message: error.message };
  }
}
