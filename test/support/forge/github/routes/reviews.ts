import { z } from 'zod';
import { addReview } from '../../comments.ts';
import { requestReviewers, requestTeams } from '../../pull-request-edits.ts';
import { pageOf, paging } from '../pagination.ts';
import { reviewPayload } from '../payloads/comment.ts';
import { labelPayload, pullRequestPayload } from '../payloads/pull-request.ts';
import { repositoryApi } from '../payloads/repository.ts';
import { invalid } from '../rest-error.ts';
import { repositoryRoute } from '../route.ts';
import { pullRequestOf } from './pulls.ts';

const VERDICTS = { APPROVE: 'approved', REQUEST_CHANGES: 'changes_requested', COMMENT: 'commented' } as const;

const ReviewBody = z.strictObject({
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
  body: z.string().default(''),
});

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
    z.strictObject({
      reviewers: z.array(z.string()).default([]),
      team_reviewers: z.array(z.string()).default([]),
    }),
    async (call) => {
      const pullRequest = pullRequestOf(call);
      const reviewers = call.input.reviewers.map((login) => {
        const user = call.github.world.users.get(login);
        if (!user) throw invalid('reviewers', 'Reviews may only be requested from collaborators.');
        return user;
      });
      requestReviewers(pullRequest, reviewers);
      requestTeams(call.github.world, pullRequest, call.input.team_reviewers);
      return { status: 201, body: await pullRequestPayload(call.github, pullRequest) };
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
