import { isOwnBranch, parsePromotionBranch } from '../../domain/names.ts';
import { isAtLeast } from '../../domain/permissions.ts';
import { blocking } from '../../domain/promotion/obstacles.ts';
import type { PullRequestRecord } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import {
  firstSetUpRefusedText,
  forkText,
  skippedEnvironmentText,
  strangeCommitText,
} from '../../domain/texts/problems.ts';
import { obstaclesText } from '../../domain/texts/promotion-obstacles.ts';
import type { Permissions } from '../../ports/forge.ts';
import type { Deployments } from '../../ports/records.ts';
import type { Pin } from './pin-pull-request.ts';
import type { Guarding } from './plan-guarding.ts';

export interface RefusalPorts {
  readonly permissions: Permissions;
  readonly deployments: Deployments;
}

/** A pull request, what guards it, and what we recorded of its head. */
export interface Asked {
  readonly pin: Pin;
  readonly guarding: Guarding;
  readonly record: PullRequestRecord | undefined;
}

/** Whether somebody else's commit lies on a promotion's branch. */
export function isStrange({ headBranch }: Pin, record: PullRequestRecord | undefined): boolean {
  return parsePromotionBranch(headBranch) !== undefined && record?.release === undefined;
}

/** Why this pull request is not even looked at, if so. */
export async function refusePullRequest(
  ports: RefusalPorts,
  repository: RepositoryRef,
  { pin, guarding, record }: Asked,
): Promise<Problem | undefined> {
  if (pin.fork) return forkText(pin.head);
  if (isStrange(pin, record))
    return (
      obstaclesText(guarding.guards.environment, record?.obstacles ?? []) ?? strangeCommitText(pin.headBranch)
    );
  if (
    guarding.firstSetUp &&
    !isOwnBranch(pin.headBranch) &&
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
