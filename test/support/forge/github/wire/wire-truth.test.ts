import { expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from '../../fake-forge.ts';
import { appClient } from '../../octokit-for-tests.ts';

const churn = { owner: 'acme', repo: 'churn' };

async function startForge(): Promise<FakeForge> {
  const forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox'] });
  return forge;
}

test('what GitHub describes passes', async () => {
  const forge = await startForge();
  await forge.person('dana').push({ repository: 'acme/churn', branch: 'better', files: { a: '1' } });
  await appClient(forge, 'acme/churn').rest.repos.getBranch({ ...churn, branch: 'better' });
  await expect(forge.close()).resolves.toBeUndefined();
});

test('a request that GitHub would not understand fails the test, whatever it was answered', async () => {
  const forge = await startForge();
  const headers = { authorization: `Bearer ${forge.user('dana').token}` };
  const pulls = `${forge.apiUrl}/repos/acme/churn/pulls`;
  const body = JSON.stringify({ reviewers: 'max' });
  await fetch(`${pulls}/1/requested_reviewers`, { method: 'POST', headers, body });
  await fetch(`${pulls}?mine=true`, { headers });
  await expect(forge.close()).rejects.toThrow(
    /the request POST .*requested_reviewers is not .*reviewers must be array[\s\S]*the request GET .*pulls is not .*"mine"/,
  );
});

test("an answer that is not GitHub's fails the test", async () => {
  const forge = await startForge();
  forge.user('da na');
  const { repos } = appClient(forge, 'acme/churn').rest;
  await repos.getCollaboratorPermissionLevel({ ...churn, username: 'da na' });
  await expect(forge.close()).rejects.toThrow(
    'the answer 200 to GET /repos/{}/{}/collaborators/{}/permission is not as GitHub describes it: ' +
      '/user/html_url must match format "uri"',
  );
});

test("a webhook that is not GitHub's fails the test", async () => {
  const forge = await startForge();
  forge.user('dana', { email: 'nowhere' });
  await forge.person('dana').push({ repository: 'acme/churn', branch: 'better', files: { a: '1' } });
  await expect(forge.close()).rejects.toThrow(
    'the webhook push is not as GitHub describes it: /commits/0/author/email must match format "email"',
  );
});
