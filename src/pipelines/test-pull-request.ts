import { z } from 'zod';
import { isOwnBranch, parsePromotionBranch, runFolder } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import type { PullRequestRecord } from '../domain/release.ts';
import type { Problem, TestReport } from '../domain/test-report.ts';
import {
  firstSetUpRefusedText,
  forkText,
  skippedEnvironmentText,
  strangeCommitText,
} from '../domain/texts/problems.ts';
import type { TestPullRequest } from '../domain/work.ts';
import type { Permissions, PullRequests } from '../ports/forge.ts';
import type { PullRequestRecords } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { endOlderChecks } from './end-older-checks.ts';
import {
  problemReport,
  type ReportFrame,
  type ReportPorts,
  resultReport,
  runningReport,
} from './make-report.ts';
import { planManifests } from './plan-manifests.ts';
import { type Guarding, planGuarding, planTest, type TestPlan } from './plan-test.ts';
import { type ProgressPorts, reportProgress } from './progress.ts';
import { type Audience, publish } from './publish.ts';
import { type Tested, type TestPorts, testSourceTree } from './test-source-tree.ts';
import type { TestSubject } from './test-subject.ts';

export interface TestPullRequestPorts extends TestPorts, ReportPorts, ProgressPorts {
  readonly pullRequests: PullRequests;
  readonly permissions: Permissions;
  readonly records: PullRequestRecords;
  readonly history: RunHistory;
}

/** What is fixed at the beginning of a run: all else follows from these commits. */
const pinSchema = z.object({
  open: z.boolean(),
  fork: z.boolean(),
  author: z.string(),
  head: z.string(),
  headBranch: z.string(),
  base: z.string(),
  baseBranch: z.string(),
});
type Pin = z.infer<typeof pinSchema>;

/** Tests what merging a pull request would give, and says so on it: one check run, one sticky comment. */
export async function testPullRequest(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
): Promise<void> {
  const { repository, number } = work;
  const pin = await run.step('pin', pinSchema, () => pinDown(ports, work));
  if (!pin.open) return;
  await ports.git.heads(repository, [pin.baseBranch]);
  await ports.git.fetch(repository, [pin.base, pin.head]);
  const guarding = await planGuarding(ports.git, repository, pin);
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
  if (!work.again && (await ports.history.isHandled(subject, run.id))) return;
  await testAndTell(ports, work, run, { pin, guarding, attempt });
}

async function pinDown(ports: TestPullRequestPorts, { repository, number }: TestPullRequest): Promise<Pin> {
  const pull = await ports.pullRequests.get(repository, number);
  const base = (await ports.git.heads(repository, [pull.base.branch])).get(pull.base.branch);
  return {
    open: pull.state === 'open' && base !== undefined,
    fork: pull.fork,
    author: pull.author,
    head: pull.head.commit,
    headBranch: pull.head.branch,
    base: base ?? pull.base.commit,
    baseBranch: pull.base.branch,
  };
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
  const refused = await refusal(ports, work, situation, record);
  const plan = refused ?? (await planTest(ports.git, repository, pin, guarding));
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

/** Why this pull request is not even looked at, if so. */
async function refusal(
  ports: TestPullRequestPorts,
  { repository }: TestPullRequest,
  { pin, guarding }: Situation,
  record: PullRequestRecord | undefined,
): Promise<Problem | undefined> {
  if (pin.fork) return forkText(pin.head);
  if (parsePromotionBranch(pin.headBranch) !== undefined && record?.release === undefined)
    return strangeCommitText(pin.headBranch);
  if (
    guarding.firstSetUp &&
    !isOwnBranch(pin.headBranch) &&
    !(await ports.permissions.mayWrite(repository, pin.author))
  ) {
    return firstSetUpRefusedText(pin.author);
  }
  return record?.release === undefined ? undefined : skipped(ports, repository, guarding, record.release);
}

/** A promotion is green only when its release was deployed in every environment that the target's own list puts before it. */
async function skipped(
  ports: TestPullRequestPorts,
  repository: TestPullRequest['repository'],
  { guards }: Guarding,
  release: string,
): Promise<Problem | undefined> {
  const missing: string[] = [];
  for (const environment of guards.before) {
    const deployments = await ports.deployments.list(repository, environment, 200);
    if (!deployments.some((deployment) => deployment.release.commit === release)) missing.push(environment);
  }
  return missing.length > 0 ? skippedEnvironmentText(guards.environment, release, missing) : undefined;
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
    await checkManifests(ports, subject, pin.head, tested);
    return resultReport(ports, frame, running, tested);
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
async function checkManifests(
  { git }: TestPullRequestPorts,
  subject: TestSubject,
  commit: string,
  { result: { image, sourceTree } }: Tested,
): Promise<void> {
  if (image) await planManifests(git, { ...subject, release: { commit, sourceTree, image } });
}
