import { expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient } from './octokit-for-tests.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

const churn = { owner: 'acme', repo: 'churn' };
const REPOSITORY = 'acme/churn';

async function forgeWithRepository(): Promise<FakeForge> {
  const forge = await startFakeForge({ webhookSecret: 'secret', deliveryTimeoutMs: 500 });
  await forge.createRepository({ owner: 'acme', name: 'churn' });
  return forge;
}

async function withPullRequest(forge: FakeForge): Promise<number> {
  const dana = forge.person('dana');
  await dana.push({ repository: REPOSITORY, branch: 'better', files: { a: '1' } });
  return dana.openPullRequest({ repository: REPOSITORY, head: 'better', base: 'main', title: 'Better' });
}

test('the server fails as often as it was told to, with the headers that it was given', async () => {
  const forge = await forgeWithRepository();
  const repos = appClient(forge, REPOSITORY).rest.repos;
  forge.fail({ method: 'GET', path: /churn$/, status: 502, times: 2 });
  forge.fail({
    path: /churn$/,
    status: 403,
    headers: { 'retry-after': '60' },
    body: { message: 'secondary rate limit' },
  });
  await expect(repos.get(churn)).rejects.toMatchObject({ status: 502 });
  await expect(repos.get(churn)).rejects.toMatchObject({ status: 502 });
  const limited = { status: 403, response: { headers: { 'retry-after': '60' } } };
  await expect(repos.get(churn)).rejects.toMatchObject(limited);
  expect((await repos.get(churn)).status).toBe(200);
  await forge.close();
});

test('a request that is never answered ends when the client gives up', async () => {
  const forge = await forgeWithRepository();
  forge.fail({ path: /churn$/, timeout: true });
  const signal = AbortSignal.timeout(100);
  await expect(fetch(`${forge.apiUrl}/repos/${REPOSITORY}`, { signal })).rejects.toThrow('timeout');
  await forge.close();
});

test('a request can be done and its answer be lost', async () => {
  const forge = await forgeWithRepository();
  const issue_number = await withPullRequest(forge);
  forge.fail({ method: 'POST', path: /comments$/, status: 502, afterwards: true });
  const comment = appClient(forge, REPOSITORY).rest.issues.createComment({
    ...churn,
    issue_number,
    body: 'Here',
  });
  await expect(comment).rejects.toMatchObject({ status: 502 });
  expect(forge.repository(REPOSITORY).comments(issue_number)).toMatchObject([{ body: 'Here' }]);
  await forge.close();
});

test('webhooks are lost, and doubled under one id', async () => {
  const forge = await forgeWithRepository();
  const receiver = await startWebhookReceiver('secret');
  forge.deliverTo(receiver.url);
  forge.loseNextDelivery('push');
  forge.doubleNextDelivery('pull_request');
  await withPullRequest(forge);
  await forge.settled();
  expect(receiver.names()).toEqual(['pull_request.opened', 'pull_request.opened']);
  expect(new Set(receiver.received.map(({ guid }) => guid)).size).toBe(1);
  expect((await appClient(forge).rest.apps.listWebhookDeliveries()).data).toHaveLength(2);
  await forge.close();
  await receiver.close();
});

test('what the receiver did not take is listed, and sent again under the same id when asked', async () => {
  const forge = await forgeWithRepository();
  const receiver = await startWebhookReceiver('secret');
  forge.deliverTo(receiver.url);
  receiver.answerWith(503);
  await forge.person('dana').push({ repository: REPOSITORY, branch: 'main', files: { a: '1' } });
  receiver.answerWith(0);
  await forge.person('dana').push({ repository: REPOSITORY, branch: 'main', files: { a: '2' } });
  await forge.settled();
  const { apps } = appClient(forge).rest;
  const failed = (await apps.listWebhookDeliveries({ status: 'failure' })).data;
  expect(failed.map(({ status_code }) => status_code)).toEqual([0, 503]);

  receiver.answerWith(202);
  for (const { id: delivery_id } of failed) await apps.redeliverWebhookDelivery({ delivery_id });
  await forge.settled();
  expect(receiver.received.slice(2).map(({ guid }) => guid)).toEqual(failed.map(({ guid }) => guid));
  expect(forge.deliveries.slice(2)).toMatchObject([
    { redelivery: true, status: 202 },
    { redelivery: true, status: 202 },
  ]);
  await forge.close();
  await receiver.close();
});
