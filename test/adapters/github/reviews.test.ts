import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const pull = '/repos/acme/churn/pulls/8';
const unknown = { message: 'Reviews may only be requested from collaborators.' };

test('reviews come in their order; one that is not given yet, and one of a gone account, are left out', async () => {
  installed();
  const github = await connect();
  const review = (id: number, state: string, user: object | null = { login: 'ann' }) => {
    return { id, state, user, commit_id: 'a'.repeat(40) };
  };
  const states = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING'];
  const listed = [...states.map((state, id) => review(id, state)), review(9, 'APPROVED', null)];
  api().get(`${pull}/reviews`).query({ per_page: 100 }).reply(200, listed);
  const found = await github.pullRequests.reviews(repository, 8);
  expect(found.map(({ id, verdict }) => [id, verdict])).toEqual([
    [0, 'approved'],
    [1, 'changes-requested'],
    [2, 'commented'],
    [3, 'dismissed'],
  ]);
  expect(found[0]).toMatchObject({ by: 'ann', commit: 'a'.repeat(40) });
});

test('people and teams are asked in one request', async () => {
  installed();
  const github = await connect();
  const both = { reviewers: ['ann'], team_reviewers: ['risk'] };
  api().post(`${pull}/requested_reviewers`, both).reply(201, {});
  expect(await github.pullRequests.requestReviews(repository, 8, ['ann', 'acme/risk'])).toEqual([]);
});

test('where one can not be asked, each is asked alone; a team of elsewhere is not asked at all', async () => {
  installed();
  const github = await connect();
  const asked = (reviewers: string[], team_reviewers: string[], status: number) =>
    api().post(`${pull}/requested_reviewers`, { reviewers, team_reviewers }).reply(status, unknown);
  asked(['ann', 'nobody'], ['risk'], 422);
  asked(['ann'], [], 201);
  asked(['nobody'], [], 422);
  asked([], ['risk'], 201);
  const wanted = ['ann', 'nobody', 'acme/risk', 'other/team'];
  expect(await github.pullRequests.requestReviews(repository, 8, wanted)).toEqual(['other/team', 'nobody']);
});

test('trouble that is not theirs is thrown', async () => {
  installed();
  const github = await connect();
  api().post(`${pull}/requested_reviewers`).reply(403, { message: 'Resource not accessible by integration' });
  await expect(github.pullRequests.requestReviews(repository, 8, ['ann'])).rejects.toMatchObject({
    status: 403,
  });
});
