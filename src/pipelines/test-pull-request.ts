import { stationOf } from '../domain/configuration/station-of.ts';
import { isRollbackBranch, runFolder } from '../domain/names.ts';
import { fingerprint } from '../domain/promotion/obstacles.ts';
import type { PullRequestRecord } from '../domain/release.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import type { Problem } from '../domain/test-report.ts';
import { cancelledText } from '../domain/texts/cancelled.ts';
import { approvedNote } from '../domain/texts/forks.ts';
import type { TestPullRequest } from '../domain/work.ts';
import type { Queue } from '../ports/queue.ts';
import type { Proposals, Roads } from '../ports/records.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { notesOfEnforcement } from './approvals/notes-of-enforcement.ts';
import { knownEnvironment } from './configuration/known-environment.ts';
import { type HeldPorts, heldAt } from './holds/held-at.ts';
import { endOlderChecks } from './reporting/end-older-checks.ts';
import { publish } from './reporting/publish.ts';
import { tellRetargeted } from './reporting/tell-retargeted.ts';
import { notesOfSignatures, type SignaturePorts } from './testing/notes-of-signatures.ts';
import { type Pin, type PinPorts, pinPullRequest, pinSchema } from './testing/pin-pull-request.ts';
import { type Guarding, planGuarding } from './testing/plan-guarding.ts';
import { planTest } from './testing/plan-test.ts';
import {
  approvalOf,
  isStrange,
  type RefusalPorts,
  refusePullRequest,
} from './testing/refuse-pull-request.ts';
import { type CandidatePorts, reportWithoutEnvironment, testCandidate } from './testing/test-candidate.ts';

export type TestPullRequestPorts = CandidatePorts &
  PinPorts &
  RefusalPorts &
  HeldPorts &
  SignaturePorts & {
    readonly roads: Roads;
    readonly history: RunHistory;
    readonly queue: Queue;
    readonly proposals: Pick<Proposals, 'into'>;
  };

/** Tests what merging a pull request would give, and says so on it: one check run, one sticky comment. */
export async function testPullRequest(
  ports: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
): Promise<void> {
  const { repository, number } = work;
  if (await isDone(ports, work, run)) return;
  const pin = await run.step('pin', pinSchema, () => pinPullRequest(ports, work));
  // A base that changed since has work of its own.
  if (!pin.open || pin.baseBranch !== work.base) return;
  if (await isRollback(ports, repository, pin)) return;
  await ports.git.heads(repository, [pin.baseBranch]);
  await ports.git.fetch(repository, [pin.base, pin.head]);
  const guarding = await planGuarding(ports, repository, pin);
  const environment = guarding && environmentOf(guarding, pin);
  const base = { branch: pin.baseBranch, environment };
  await tellRetargeted(ports, repository, { number, head: pin.head, base });
  if (!guarding) return;
  if ('title' in guarding) {
    const report = reportWithoutEnvironment(repository, pin.baseBranch, guarding);
    return publish(ports, { repository, head: pin.head, pullRequest: number }, report);
  }
  const subject = {
    repository,
    environment: guarding.guards.environment,
    pullRequest: number,
    head: pin.head,
  };
  const attempt = await run.describe(subject);
  await endOlderChecks(ports, subject);
  await rememberRoad(ports.roads, repository, pin, guarding);
  const record = await ports.records.find(repository, subject.environment, pin.head);
  if (isToldAlready(work, record) && (await ports.history.isHandled(subject, run.id))) return;
  await test(ports, work, run, { pin, guarding, attempt, record });
}

/** A rollback that we proposed has its check: what it brings ran there before. Somebody's commit on it makes it one like every other. */
async function isRollback(
  { proposals }: TestPullRequestPorts,
  repository: RepositoryRef,
  { headBranch, baseBranch, head, fork }: Pin,
): Promise<boolean> {
  if (fork || !isRollbackBranch(headBranch)) return false;
  const waiting = await proposals.into(repository, baseBranch);
  return waiting.some(({ proposal }) => proposal.rollback === true && proposal.commit === head);
}

/** Forges tell of the pull requests that Tailrace opens, too: one that was tested at once is not even looked up again. */
async function isDone(
  { roads, records, history }: TestPullRequestPorts,
  work: TestPullRequest,
  run: Run,
): Promise<boolean> {
  const { repository, number, head, base } = work;
  const environment = await knownEnvironment(roads, repository, base);
  if (environment === undefined) return false;
  if (!isToldAlready(work, await records.find(repository, environment, head))) return false;
  return history.isHandled({ repository, environment, pullRequest: number, head }, run.id);
}

/** Where the configuration can't be read, the check is named after the branch. */
function environmentOf(guarding: Guarding | Problem, { baseBranch }: Pin): string {
  return 'title' in guarding ? baseBranch : guarding.guards.environment;
}

/** Whether the check says what is known: something may have come in the way of a promotion, or out of it, since. */
function isToldAlready(
  { again, retargeted, judge, reviewed, cancelled }: TestPullRequest,
  record: PullRequestRecord | undefined,
): boolean {
  const isAsked = reviewed && record?.approval !== undefined;
  const isWish = again || retargeted || judge || isAsked || cancelled !== undefined;
  return !isWish && (record?.shown ?? fingerprint()) === fingerprint(record?.obstacles);
}

/** So that its merge is found even if nobody tells of it. A first set-up only becomes a road by its merge. */
async function rememberRoad(
  roads: Roads,
  repository: RepositoryRef,
  { baseBranch: branch }: Pin,
  { configuration, guards: { environment }, firstSetUp }: Guarding,
): Promise<void> {
  if (firstSetUp) return;
  await roads.remember(repository, stationOf(configuration, environment, branch));
}

interface Situation {
  readonly pin: Pin;
  readonly guarding: Guarding;
  readonly attempt: number;
  /** What we recorded of the head. */
  readonly record: PullRequestRecord | undefined;
}

async function test(
  ports: TestPullRequestPorts,
  { repository, number, head, again, fresh, cancelled }: TestPullRequest,
  run: Run,
  { pin, guarding, attempt, record }: Situation,
): Promise<void> {
  const { environment } = guarding.guards;
  // Its back-port is made in the environment's turn.
  if (isStrange(pin, record) && !record)
    await ports.queue.enqueue({ kind: 'offer-promotion', repository, branch: pin.baseBranch });
  const approved = await approvalOf(ports, repository, number, pin);
  const asked = { pin, guarding, record, approved };
  const refused =
    cancelled && head === pin.head
      ? cancelledText(cancelled)
      : await refusePullRequest(ports, repository, asked);
  const plan = refused ?? (await planTest(ports, repository, pin, guarding));
  const notes =
    'title' in plan
      ? []
      : [
          ...(approved ? [approvedNote(approved)] : []),
          ...(await notesOfEnforcement(ports.rules, repository, guarding.guards, pin.baseBranch)),
          ...(await notesOfSignatures(ports, repository, pin)),
        ];
  await testCandidate(ports, run, {
    guarding,
    again,
    fresh,
    fork: pin.fork,
    approved: { number, ...pin },
    base: { branch: pin.baseBranch, commit: pin.base },
    audience: { repository, head: pin.head, pullRequest: number },
    plan: 'title' in plan ? plan : { ...plan, notes: [...plan.notes, ...notes] },
    release: record?.release,
    held: await heldAt(ports, repository, guarding.guards),
    folder: runFolder(number, pin.head, environment, attempt),
  });
  if (record?.release || record?.obstacles) await rememberShown(ports, repository, record);
}

/** What our record says of a promotion, and only once it is shown: a run that is cut off before shows it when it goes on. */
async function rememberShown(
  { records }: TestPullRequestPorts,
  repository: RepositoryRef,
  record: PullRequestRecord,
): Promise<void> {
  const { head, environment, obstacles } = record;
  const { sourceTree } = (await records.find(repository, environment, head)) ?? record;
  await records.save(repository, { head, environment, sourceTree, shown: fingerprint(obstacles) });
}
