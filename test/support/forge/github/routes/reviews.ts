import { z } from 'zod';
import { requestReviews, withdrawReviews } from '../../review-requests.ts';
import { addReview, replyOnLine } from '../../reviews.ts';
import { pageOf, paging } from '../pagination.ts';
import { labelPayload, pullRequestInList } from '../payloads/pull-request.ts';
import { repositoryApi } from '../payloads/repository.ts';
import { lineCommentPayload, reviewPayload } from '../payloads/review.ts';
import { invalid } from '../rest-error.ts';
import { type RepositoryCall, repositoryRoute } from '../route.ts';
import { pullRequestOf } from './pulls.ts';

const VERDICTS = { APPROVE: 'approved', REQUEST_CHANGES: 'changes_requested', COMMENT: 'commented' } as const;

const ReviewBody = z.strictObject({
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
  body: z.string().default(''),
});

const Reviewers = z.strictObject({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

function askedIn({ github, input, actor }: RepositoryCall<z.output<typeof Reviewers>>) {
  const reviewers = input.reviewers.map((login) => {
    const user = github.world.users.get(login);
    if (!user) throw invalid('reviewers', 'Reviews may only be requested from collaborators.');
    return user;
  });
  return { reviewers, teams: input.team_reviewers, actor };
}

export const reviewRoutes = [
  repositoryRoute(
    'GET /pulls/:number(\\d+)/reviews',
    { app: { pull_requests: 'read' }, person: 'read' },
    z.strictObject(paging),
    (call) => {
      const pullRequest = pullRequestOf(call);
      return pageOf(
        call,
        pullRequest.reviews.map((review) => reviewPayload(call.github, pullRequest, review)),
      );
    },
  ),

  repositoryRoute(
    'POST /pulls/:number(\\d+)/reviews',
    { app: 'refused', person: 'read' },
    ReviewBody,
    async (call) => {
      const pullRequest = pullRequestOf(call);
      const { event, body } = call.input;
      const wanted = { author: call.actor, verdict: VERDICTS[event], body };
      const review = await addReview(call.github.world, pullRequest, wanted);
      return { status: 200, body: reviewPayload(call.github, pullRequest, review) };
    },
  ),

  repositoryRoute(
    'POST /pulls/:number(\\d+)/requested_reviewers',
    { app: { pull_requests: 'write' }, person: 'triage' },
    Reviewers,
    async (call) => {
      const pullRequest = pullRequestOf(call);
      await requestReviews(call.github.world, pullRequest, askedIn(call));
      return { status: 201, body: await pullRequestInList(call.github, pullRequest) };
    },
  ),

  repositoryRoute(
    'DELETE /pulls/:number(\\d+)/requested_reviewers',
    { app: { pull_requests: 'write' }, person: 'triage' },
    Reviewers,
    async (call) => {
      const pullRequest = pullRequestOf(call);
      await withdrawReviews(call.github.world, pullRequest, askedIn(call));
      return { status: 200, body: await pullRequestInList(call.github, pullRequest) };
    },
  ),

  repositoryRoute(
    'POST /pulls/:number(\\d+)/comments/:id(\\d+)/replies',
    { app: { pull_requests: 'write' }, person: 'read' },
    z.strictObject({ body: z.string().min(1).max(65_536) }),
    async (call) => {
      const pullRequest = pullRequestOf(call);
      const wanted = { author: call.actor, body: call.input.body };
      const comment = await replyOnLine(call.github.world, pullRequest, Number(call.param('id')), wanted);
      return { status: 201, body: lineCommentPayload(call.github, pullRequest, comment) };
    },
  ),

  repositoryRoute(
    'POST /issues/:number(\\d+)/labels',
    { app: { issues: 'write', pull_requests: 'write' }, person: 'triage' },
    z.strictObject({ labels: z.array(z.string().min(1)) }),
    (call) => {
      const pullRequest = pullRequestOf(call);
      pullRequest.labels = [...new Set([...pullRequest.labels, ...call.input.labels])];
      const api = repositoryApi(call.github, call.repository);
      return { status: 200, body: pullRequest.labels.map((name) => labelPayload(api, name)) };
    },
  ),
];
