import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const pulls = '/repos/acme/churn/pulls';
const wanted = { head: 'tailrace/promote/qa', base: 'qa', title: 'Promote 1a2b3c4', body: 'What it brings' };
const openOnes = { base: 'qa', head: 'acme:tailrace/promote/qa', state: 'open' };

test('a pull request is opened where there is none', async () => {
  installed();
  const github = await connect();
  api().get(pulls).query(openOnes).reply(200, []);
  api().post(pulls, wanted).reply(201, pull({}));
  const { number, head, fork, merged } = await github.pullRequests.ensure(repository, wanted);
  expect({ number, head, fork, merged }).toEqual({
    number: 8,
    head: { branch: 'tailrace/promote/qa', commit: 'a'.repeat(40) },
    fork: false,
    merged: false,
  });
});

test('an open one is brought up to date, and left alone where it says the same', async () => {
  installed();
  const github = await connect();
  api()
    .get(pulls)
    .query(openOnes)
    .reply(200, [pull({ title: 'Promote an older one' })]);
  api().patch(`${pulls}/8`, { title: wanted.title, body: wanted.body }).reply(200, pull({}));
  expect((await github.pullRequests.ensure(repository, wanted)).title).toBe('Promote 1a2b3c4');

  api()
    .get(pulls)
    .query(openOnes)
    .reply(200, [pull({})]);
  expect((await github.pullRequests.ensure(repository, wanted)).number).toBe(8);
});

test('where somebody else opened it in the meantime, theirs is taken', async () => {
  installed();
  const github = await connect();
  const message = 'A pull request already exists for acme:tailrace/promote/qa.';
  api().get(pulls).query(openOnes).reply(200, []);
  api()
    .post(pulls)
    .reply(422, { message: 'Validation Failed', errors: [{ message }] });
  api()
    .get(pulls)
    .query(openOnes)
    .reply(200, [pull({})]);
  expect((await github.pullRequests.ensure(repository, wanted)).number).toBe(8);
});

test('a refusal keeps its status and is not tried again', async () => {
  installed();
  const github = await connect();
  api().get(pulls).query(openOnes).reply(200, []);
  api()
    .post(pulls)
    .reply(422, { message: 'Validation Failed', errors: [{ message: 'No commits between qa and x' }] });
  await expect(github.pullRequests.ensure(repository, wanted)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('No commits'),
  });
});

test('all open pull requests into a branch are listed, over pages', async () => {
  installed();
  const github = await connect();
  const next = `<https://github.acme.example/api/v3${pulls}?state=open&per_page=100&base=qa&page=2>; rel="next"`;
  api()
    .get(pulls)
    .query({ state: 'open', per_page: 100, base: 'qa' })
    .reply(200, [pull({ number: 9 })], { link: next });
  api()
    .get(pulls)
    .query({ state: 'open', per_page: 100, base: 'qa', page: 2 })
    .reply(200, [pull({ number: 8 })]);
  expect((await github.pullRequests.listOpen(repository, 'qa')).map(({ number }) => number)).toEqual([9, 8]);
});

test('the pull requests of a commit come newest first and say who merged them', async () => {
  installed();
  const github = await connect();
  const merged = { state: 'closed', merged_at: '2026-05-01T00:00:00Z', merged_by: { login: 'ada' } };
  api()
    .get('/repos/acme/churn/commits/c0ffee/pulls')
    .query({ per_page: 100 })
    .reply(200, [pull({ number: 3 }), pull({ number: 8 })]);
  api()
    .get(`${pulls}/3`)
    .reply(200, pull({ number: 3 }));
  api().get(`${pulls}/8`).reply(200, pull(merged));
  const found = await github.pullRequests.ofCommit(repository, 'c0ffee');
  expect(found.map(({ number, merged, mergedBy }) => ({ number, merged, mergedBy }))).toEqual([
    { number: 8, merged: true, mergedBy: 'ada' },
    { number: 3, merged: false, mergedBy: undefined },
  ]);
});

test('the head of a deleted fork, a deleted author and an empty body can be read', async () => {
  installed();
  const github = await connect();
  const head = { ref: 'patch', sha: 'b'.repeat(40), repo: null };
  api()
    .get(`${pulls}/8`)
    .reply(200, pull({ head, user: null, body: null }));
  const found = await github.pullRequests.get(repository, 8);
  expect(found).toMatchObject({ fork: true, author: 'ghost', body: '' });
});

function pull(changed: object) {
  const repo = { full_name: 'acme/churn' };
  return {
    number: 8,
    title: wanted.title,
    body: wanted.body,
    user: { login: 'tailrace[bot]' },
    state: 'open',
    merged_at: null,
    draft: false,
    html_url: 'https://github.acme.example/acme/churn/pull/8',
    head: { ref: 'tailrace/promote/qa', sha: 'a'.repeat(40), repo },
    base: { ref: 'qa', sha: 'b'.repeat(40), repo },
    ...changed,
  };
}
