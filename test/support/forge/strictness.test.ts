import { request } from 'node:http';
import { beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient } from './octokit-for-tests.ts';

const churn = { owner: 'acme', repo: 'churn' };
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn' });
});

test('a quiet forge closes quietly', async () => {
  await appClient(forge, 'acme/churn').rest.repos.get(churn);
  await expect(forge.close()).resolves.toBeUndefined();
});

test('an unknown route is told at the end', async () => {
  await expect(
    appClient(forge, 'acme/churn').request('GET /repos/{owner}/{repo}/stargazers', churn),
  ).rejects.toThrow();
  await expect(forge.close()).rejects.toThrow('GET /api/v3/repos/acme/churn/stargazers: unknown route');
});

test('a field that the forge does not know is refused, in a body and in a query', async () => {
  const client = appClient(forge, 'acme/churn');
  const body = { ...churn, title: 'x', head: 'y', base: 'main', reviewer: 'dana' };
  await expect(client.request('POST /repos/{owner}/{repo}/pulls', body)).rejects.toMatchObject({
    status: 422,
  });
  const query = { ...churn, author: 'dana' };
  await expect(client.request('GET /repos/{owner}/{repo}/pulls', query)).rejects.toMatchObject({
    status: 422,
  });
  await expect(forge.close()).rejects.toThrow(
    /unsupported field: .*reviewer[\s\S]*unsupported field: .*author/,
  );
});

test('an unauthorised request is told at the end', async () => {
  const headers = { authorization: 'Bearer nonsense' };
  expect((await fetch(`${forge.apiUrl}/repos/acme/churn`, { headers })).status).toBe(401);
  await expect(forge.close()).rejects.toThrow('401 Bad credentials');
});

test('plans that came to nothing are told at the end', async () => {
  forge.fail({ path: /never/, status: 500 });
  forge.loseNextDelivery('push');
  forge.expectProblem(/nothing of the kind/);
  await expect(forge.close()).rejects.toThrow(/failure never[\s\S]*lose push[\s\S]*expected problem never/);
});

test("the app's comment has to be read", async () => {
  const dana = forge.person('dana');
  await dana.push({ repository: 'acme/churn', branch: 'better', files: { a: '1' } });
  const opening = { repository: 'acme/churn', head: 'better', base: 'main', title: 'Better' };
  const issue_number = await dana.openPullRequest(opening);
  await appClient(forge, 'acme/churn').rest.issues.createComment({ ...churn, issue_number, body: 'Unheard' });
  await expect(forge.close()).rejects.toThrow('comment that no test read in acme/churn#1: Unheard');
});

test('a client that is killed in the middle of a request is no problem', async () => {
  const url = `${forge.apiUrl}/repos/acme/churn/check-runs`;
  const dying = request(url, { method: 'POST', headers: { 'content-length': '1000' } });
  dying.write('{"name":');
  await expect.poll(() => forge.requests.length).toBe(1);
  const gone = new Promise((resolve) => dying.on('error', resolve));
  dying.destroy();
  await gone;
  await expect(forge.close()).resolves.toBeUndefined();
});
