import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, ourApp, ourBot, repository } from './github-api.ts';

onlyPreparedAnswers();
const marker = '<!-- tailrace:test:qa -->';
const comments = '/repos/acme/churn/issues/5/comments';
const first100 = { per_page: 100 };

test('a comment is made once, edited when its text changes, and left alone when it is the same', async () => {
  installed();
  const github = await connect();
  api().get(comments).query(first100).reply(200, []);
  api()
    .post(comments, { body: text('running') })
    .reply(201, ours(9, 'running'));
  expect(await github.comments.ensureComment(repository, 5, marker, text('running'))).toBe(urlOf(9));

  api()
    .patch('/repos/acme/churn/issues/comments/9', { body: text('passed') })
    .reply(200, ours(9, 'passed'));
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(9));

  api()
    .get(comments)
    .query(first100)
    .reply(200, [ours(9, 'passed')]);
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(9));
});

test('on a pull request that was opened just now nothing is searched, unless the first try ends in the dark', async () => {
  installed();
  const github = await connect();
  const wanted = { head: 'tailrace/promote/qa', base: 'qa', title: 'Promote', body: 'What it brings' };
  const opened = { number: 5, state: 'open', ...wanted, user: ourBot, html_url: '' };
  const side = { ref: 'qa', sha: 'a'.repeat(40), repo: { full_name: 'acme/churn' } };
  api()
    .post('/repos/acme/churn/pulls')
    .reply(201, { ...opened, head: side, base: side });
  await github.pullRequests.ensure(repository, wanted, { newest: undefined });

  api().post(comments).reply(502);
  api()
    .get(comments)
    .query(first100)
    .reply(200, [ours(9, 'running')]);
  expect(await github.comments.ensureComment(repository, 5, marker, text('running'))).toBe(urlOf(9));
});

test("only our own app's comments count, whoever copies the marker", async () => {
  installed();
  const github = await connect();
  const copied = { ...ours(1, 'forged'), user: { login: 'mallory' }, performed_via_github_app: null };
  const byBotAccount = { ...ours(3, 'running'), user: ourBot, performed_via_github_app: null };
  api().get('/app').reply(200, { id: 7, slug: 'tailrace-acme' });
  api().get(comments).query(first100).reply(200, [copied, byBotAccount]);
  api().patch('/repos/acme/churn/issues/comments/3').reply(200, ours(3, 'passed'));
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(3));
});

test('our comment is found on a later page', async () => {
  installed();
  const github = await connect();
  const next = `<https://github.acme.example/api/v3${comments}?per_page=100&page=2>; rel="next"`;
  api()
    .get(comments)
    .query(first100)
    .reply(200, [{ id: 1, body: 'Nice', user: null }], { link: next });
  api()
    .get(comments)
    .query({ per_page: 100, page: 2 })
    .reply(200, [ours(240, 'passed')]);
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(240));
});

test('a comment that somebody deleted is made again', async () => {
  installed();
  const github = await connect();
  api()
    .get(comments)
    .query(first100)
    .reply(200, [ours(9, 'running')]);
  await github.comments.ensureComment(repository, 5, marker, text('running'));

  api().patch('/repos/acme/churn/issues/comments/9').reply(404, { message: 'Not Found' });
  api().get(comments).query(first100).reply(200, []);
  api().post(comments).reply(201, ours(10, 'passed'));
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(10));
});

test('a creation that GitHub carried out and did not confirm is not repeated', async () => {
  installed();
  const github = await connect();
  let creations = 0;
  const unconfirmed = () => {
    creations += 1;
    return [502, { message: 'Bad gateway' }];
  };
  api().get(comments).query(first100).reply(200, []);
  api().post(comments).times(4).optionally().reply(unconfirmed);
  api()
    .get(comments)
    .query(first100)
    .reply(200, [ours(9, 'passed')]);
  expect(await github.comments.ensureComment(repository, 5, marker, text('passed'))).toBe(urlOf(9));
  expect(creations).toBe(1);
});

test('two calls at the same time make one comment', async () => {
  installed();
  const github = await connect();
  api().get(comments).query(first100).reply(200, []);
  api().post(comments).reply(201, ours(9, 'running'));
  api().patch('/repos/acme/churn/issues/comments/9').reply(200, ours(9, 'passed'));
  const ensure = (word: string) => github.comments.ensureComment(repository, 5, marker, text(word));
  expect(await Promise.all([ensure('running'), ensure('passed')])).toEqual([urlOf(9), urlOf(9)]);
});

test('a commit has its comment in the same way', async () => {
  installed();
  const github = await connect();
  const commit = 'c'.repeat(40);
  api()
    .get(`/repos/acme/churn/commits/${commit}/comments`)
    .query(first100)
    .reply(200, [ours(4, 'running')]);
  api()
    .patch('/repos/acme/churn/comments/4', { body: text('failed') })
    .reply(200, ours(4, 'failed'));
  const url = await github.comments.ensureCommitComment(repository, commit, marker, text('failed'));
  expect(url).toBe(urlOf(4));
});

function text(word: string): string {
  return `${marker}\n${word}`;
}

function urlOf(id: number): string {
  return `https://github.acme.example/acme/churn/pull/5#issuecomment-${id}`;
}

function ours(id: number, word: string) {
  return { id, body: text(word), html_url: urlOf(id), user: ourBot, performed_via_github_app: ourApp };
}

test('on a commit, the reaction goes to its own kind of comment', async () => {
  installed();
  const github = await connect();
  api().post('/repos/acme/churn/comments/12/reactions', { content: 'eyes' }).reply(201, {});
  const place = { kind: 'commit', commit: 'a'.repeat(40) } as const;
  await expect(github.comments.react(repository, { place, comment: 12 }, 'seen')).resolves.toBeUndefined();
});

test('a reaction is put to a comment; one that was taken back meanwhile needs none', async () => {
  installed();
  const github = await connect();
  const reactions = '/repos/acme/churn/issues/comments/12/reactions';
  const placed = { place: { kind: 'pull-request', number: 5 }, comment: 12 } as const;
  api().post(reactions, { content: 'eyes' }).reply(201, {});
  await github.comments.react(repository, placed, 'seen');
  api().post(reactions, { content: 'rocket' }).reply(404, { message: 'Not Found' });
  await expect(github.comments.react(repository, placed, 'done')).resolves.toBeUndefined();
});
