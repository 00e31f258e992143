import nock from 'nock';
import { expect, test } from 'vitest';
import { api, connect, onlyPreparedAnswers, repository, settings } from './github-api.ts';

onlyPreparedAnswers();
const installation = '/repos/acme/churn/installation';
const tokens = '/app/installations/31/access_tokens';

test('git gets a URL without a secret, and a token for this one repository that serves for a while', async () => {
  const github = await connect();
  api().get(installation).reply(200, { id: 31 });
  api()
    .post(tokens, { repositories: ['churn'] })
    .reply(201, { token: 'ghs_secret' });
  const remote = await github.remotes.remote(repository);
  expect(remote.url).toBe('https://github.acme.example/acme/churn.git');
  expect(decode(remote.authorization)).toBe('x-access-token:ghs_secret');
  expect(await github.remotes.remote(repository)).toEqual(remote);
});

test('neither tokens nor keys come into the log, not even with a failure', async () => {
  const github = await connect();
  api().get(installation).reply(200, { id: 31 });
  api().post(tokens).twice().reply(201, { token: 'ghs_secret', permissions: {} });
  await github.remotes.remote(repository);
  const withToken = nock(settings.baseUrl, { reqheaders: { authorization: 'token ghs_secret' } });
  withToken.get('/repos/acme/churn/pulls/1').reply(404, { message: 'Not Found' });
  const error = await github.pullRequests.get(repository, 1).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ status: 404 });
  expect(github.logged()).toContain('/repos/acme/churn/pulls/1');
  expect(github.logged() + JSON.stringify(error)).not.toMatch(/ghs_secret|PRIVATE KEY|eyJ/);
});

test('an app that was installed anew is found again', async () => {
  const github = await connect();
  api().get(installation).reply(200, { id: 31 });
  api().post(tokens).reply(404, { message: 'Not Found' });
  await expect(github.pullRequests.get(repository, 1)).rejects.toMatchObject({ status: 404 });

  api().get(installation).reply(200, { id: 32 });
  api().post('/app/installations/32/access_tokens').reply(201, { token: 'ghs_new' });
  expect(decode((await github.remotes.remote(repository)).authorization)).toBe('x-access-token:ghs_new');
});

test('a repository without the app is told by name, with the page where owners install it', async () => {
  const github = await connect();
  api().get(installation).twice().reply(404, { message: 'Not Found' });
  const page = { slug: 'tailrace', html_url: 'https://github.acme.example/github-apps/tailrace' };
  api().get('/app').reply(200, page);
  const installAt = `${page.html_url}/installations/new`;
  await expect(github.remotes.remote(repository)).rejects.toMatchObject({ name: 'NotInstalled', installAt });
  await expect(github.remotes.remote(repository)).rejects.toThrow('not installed on acme/churn');
});

test.each([404, 422])('so is one that was taken out since it was last asked about (%i)', async (status) => {
  const github = await connect();
  api().get(installation).reply(200, { id: 31 });
  api().post(tokens).reply(status, { message: 'Not Found' });
  api().get(installation).reply(404, { message: 'Not Found' });
  api().get('/app').reply(200, { slug: 'tailrace', html_url: 'https://github.acme.example/apps/tailrace' });
  await expect(github.remotes.remote(repository)).rejects.toMatchObject({ name: 'NotInstalled' });
});

function decode(authorization: string): string {
  return Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
}
