import { isOwnBranch, parsePromotionBranch } from '../../domain/names.ts';
import { isAtLeast } from '../../domain/permissions/role.ts';
import { blocking } from '../../domain/promotion/obstacles.ts';
import type { PullRequestRecord } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { ApprovedRun } from '../../domain/runs/approved-run.ts';
import type { Problem } from '../../domain/test-report.ts';
import { forkText } from '../../domain/texts/forks.ts';
import {
  firstSetUpRefusedText,
  skippedEnvironmentText,
  strangeCommitText,
} from '../../domain/texts/problems.ts';
import { obstaclesText } from '../../domain/texts/promotion-obstacles.ts';
import type { Permissions } from '../../ports/forge.ts';
import type { ApprovedRuns, Deployments } from '../../ports/records.ts';
import type { Pin } from './pin-pull-request.ts';
import type { Guarding } from './plan-guarding.ts';

export interface RefusalPorts {
  readonly permissions: Permissions;
  readonly deployments: Deployments;
  readonly approvedRuns: ApprovedRuns;
}

/** A pull request, what guards it, and what we recorded of its head. */
export interface Asked {
  readonly pin: Pin;
  readonly guarding: Guarding;
  readonly record: PullRequestRecord | undefined;
  /** That somebody let this very head of a fork run. */
  readonly approved: ApprovedRun | undefined;
}

/** Whether somebody else's commit lies on a promotion's branch. */
export function isStrange({ headBranch, fork }: Pin, record: PullRequestRecord | undefined): boolean {
  return !fork && parsePromotionBranch(headBranch) !== undefined && record?.release === undefined;
}

/** That somebody let the head of a fork run; undefined for a pull request of the repository's own, too. */
export async function approvalOf(
  { approvedRuns }: RefusalPorts,
  repository: RepositoryRef,
  number: number,
  { fork, head }: Pin,
): Promise<ApprovedRun | undefined> {
  return fork ? approvedRuns.find(repository, number, head) : undefined;
}

/** Why this pull request is not even looked at, if so. */
export async function refusePullRequest(
  ports: RefusalPorts,
  repository: RepositoryRef,
  { pin, guarding, record, approved }: Asked,
): Promise<Problem | undefined> {
  if (pin.fork && approved?.head !== pin.head) return forkText(pin.head, pin.author, pin.newcomer);
  if (isStrange(pin, record))
    return (
      obstaclesText(guarding.guards.environment, record?.obstacles ?? []) ?? strangeCommitText(pin.headBranch)
    );
  if (
    guarding.firstSetUp &&
    (pin.fork || !isOwnBranch(pin.headBranch)) &&
    !isAtLeast(await ports.permissions.role(repository, pin.author), 'write')
  ) {
    return firstSetUpRefusedText(pin.author);
  }
  if (record?.release === undefined) return undefined;
  return (
    obstaclesText(guarding.guards.environment, blocking(record.obstacles ?? [])) ??
    skipped(ports, repository, guarding, record.release)
  );
}

/** A promotion is green only when its release was deployed in every environment that the target's own list puts before it. */
async function skipped(
  ports: RefusalPorts,
  repository: RepositoryRef,
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
