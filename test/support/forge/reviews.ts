import { requireRole } from './access.ts';
import { newComment } from './comments.ts';
import type { LineComment, PullRequest, Repository, Review, ReviewVerdict, User } from './model.ts';
import { Refusal } from './refusal.ts';
import { emit, type World } from './world.ts';

/** Gives a verdict on the head; authors can't approve their own work. */
export async function addReview(
  world: World,
  pullRequest: PullRequest,
  wanted: { readonly author: User; readonly verdict: ReviewVerdict; readonly body: string },
): Promise<Review> {
  const { repository } = pullRequest;
  requireRole(repository, wanted.author, 'read');
  if (wanted.author === pullRequest.author && wanted.verdict !== 'commented')
    throw new Refusal('invalid', 'Can not approve your own pull request');
  const review = { ...wanted, id: world.nextId(), sha: pullRequest.head.sha, submittedAt: world.now() };
  pullRequest.reviews.push(review);
  pullRequest.requestedReviewers = pullRequest.requestedReviewers.filter((user) => user !== wanted.author);
  const event = { kind: 'review', action: 'submitted', repository, actor: wanted.author } as const;
  await emit(world, { ...event, pullRequest, review });
  return review;
}

/** @throws Refusal when the pull request has no such review. */
function reviewNumbered({ reviews, number }: PullRequest, id: number): Review {
  const review = reviews.find((candidate) => candidate.id === id);
  if (!review) throw new Refusal('missing', `Pull request ${number} has no review ${id}.`);
  return review;
}

export async function editReview(
  world: World,
  pullRequest: PullRequest,
  id: number,
  edit: { readonly body: string; readonly actor: User },
): Promise<void> {
  const { repository } = pullRequest;
  const { body, actor } = edit;
  const review = reviewNumbered(pullRequest, id);
  if (actor !== review.author) requireRole(repository, actor, 'write');
  const previousBody = review.body;
  review.body = body;
  await emit(world, {
    kind: 'review',
    action: 'edited',
    repository,
    actor,
    pullRequest,
    review,
    previousBody,
  });
}

/** Takes a verdict back. */
export async function dismissReview(
  world: World,
  pullRequest: PullRequest,
  id: number,
  actor: User,
): Promise<void> {
  const { repository } = pullRequest;
  requireRole(repository, actor, 'write');
  const review = reviewNumbered(pullRequest, id);
  if (review.verdict === 'commented')
    throw new Refusal('invalid', 'Can not dismiss a commented pull request review');
  review.verdict = 'dismissed';
  await emit(world, { kind: 'review', action: 'dismissed', repository, actor, pullRequest, review });
}

export interface NewLineComment {
  readonly author: User;
  readonly body: string;
  readonly path: string;
  readonly line: number;
}

/** A comment on a line, which is a review of its own, as on GitHub. */
export async function commentOnLine(
  world: World,
  pullRequest: PullRequest,
  wanted: NewLineComment,
): Promise<LineComment> {
  const { author, path, line } = wanted;
  const review = await addReview(world, pullRequest, { author, verdict: 'commented', body: '' });
  return addLineComment(world, pullRequest, { path, line, review, replyTo: undefined }, wanted);
}

export async function replyOnLine(
  world: World,
  pullRequest: PullRequest,
  id: number,
  wanted: { readonly author: User; readonly body: string },
): Promise<LineComment> {
  const replyTo = pullRequest.lineComments.find((comment) => comment.id === id);
  if (!replyTo) throw new Refusal('missing', `There is no comment ${id} on a line.`);
  const { author } = wanted;
  const review = await addReview(world, pullRequest, { author, verdict: 'commented', body: '' });
  return addLineComment(world, pullRequest, { ...replyTo, review, replyTo }, wanted);
}

async function addLineComment(
  world: World,
  pullRequest: PullRequest,
  place: Pick<LineComment, 'path' | 'line' | 'review' | 'replyTo'>,
  { author, body }: { readonly author: User; readonly body: string },
): Promise<LineComment> {
  const { repository, head } = pullRequest;
  const { path, line, review, replyTo } = place;
  const comment = { ...newComment(world, author, body), sha: head.sha, path, line, review, replyTo };
  pullRequest.lineComments.push(comment);
  await emit(world, { kind: 'line-comment', repository, actor: author, pullRequest, comment });
  return comment;
}

/** @throws Refusal when there is none. */
export function lineCommentNumbered({ pullRequests }: Repository, id: number): LineComment {
  const all = pullRequests.flatMap(({ lineComments }) => lineComments);
  const comment = all.find((candidate) => candidate.id === id);
  if (!comment) throw new Refusal('missing', `There is no comment ${id} on a line.`);
  return comment;
}
