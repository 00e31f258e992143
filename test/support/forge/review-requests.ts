import { atLeast, roleOf } from './access.ts';
import type { PullRequest, Team, User } from './model.ts';
import { Refusal } from './refusal.ts';
import { emit, type World } from './world.ts';

export interface ReviewRequest {
  readonly reviewers: readonly User[];
  /** Slugs of teams of the repository's owner. */
  readonly teams: readonly string[];
  readonly actor: User;
}

/** Asks for reviews: all of them, or on a mistake nobody. @throws Refusal for whoever can't see the repository, and for an unknown team. */
export async function requestReviews(
  world: World,
  pullRequest: PullRequest,
  wanted: ReviewRequest,
): Promise<void> {
  const teams = wanted.teams.map((slug) => teamNamed(world, pullRequest, slug));
  for (const reviewer of wanted.reviewers) requireReviewer(pullRequest, reviewer);
  for (const reviewer of wanted.reviewers) {
    if (pullRequest.requestedReviewers.includes(reviewer)) continue;
    pullRequest.requestedReviewers.push(reviewer);
    await tell(world, pullRequest, 'review_requested', wanted.actor, reviewer);
  }
  for (const team of teams) {
    if (pullRequest.requestedTeams.includes(team)) continue;
    pullRequest.requestedTeams.push(team);
    await tell(world, pullRequest, 'review_requested', wanted.actor, team);
  }
}

/** Asks no longer. */
export async function withdrawReviews(
  world: World,
  pullRequest: PullRequest,
  wanted: ReviewRequest,
): Promise<void> {
  const teams = wanted.teams.map((slug) => teamNamed(world, pullRequest, slug));
  const { requestedReviewers, requestedTeams } = pullRequest;
  pullRequest.requestedReviewers = requestedReviewers.filter((user) => !wanted.reviewers.includes(user));
  pullRequest.requestedTeams = requestedTeams.filter((team) => !teams.includes(team));
  for (const reviewer of [...wanted.reviewers, ...teams])
    await tell(world, pullRequest, 'review_request_removed', wanted.actor, reviewer);
}

function requireReviewer({ author, repository }: PullRequest, reviewer: User): void {
  if (reviewer === author)
    throw new Refusal('invalid', 'Review cannot be requested from pull request author.');
  if (!atLeast(roleOf(repository, reviewer), 'read'))
    throw new Refusal('invalid', 'Reviews may only be requested from collaborators.');
}

function teamNamed({ teams }: World, { repository }: PullRequest, slug: string): Team {
  const team = teams.get(`${repository.owner.login}/${slug}`);
  if (!team) throw new Refusal('invalid', 'Could not resolve to a node with the global id of the team.');
  return team;
}

async function tell(
  world: World,
  pullRequest: PullRequest,
  action: 'review_requested' | 'review_request_removed',
  actor: User,
  reviewer: User | Team,
): Promise<void> {
  const { repository } = pullRequest;
  await emit(world, { kind: 'pull-request', action, repository, actor, pullRequest, reviewer });
}
