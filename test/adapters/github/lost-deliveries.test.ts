import { expect, test } from 'vitest';
import { api, connect, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const deliveries = '/app/hook/deliveries';

test('what failed in these hours and never arrived is asked for again, each once', async () => {
  const github = await connect();
  const next = `<https://github.acme.example/api/v3${deliveries}?per_page=100&cursor=v1_2>; rel="next"`;
  const newest = [attempt(9, 'retried', 502), attempt(8, 'arrived-later', 202), attempt(7, 'no-answer', 0)];
  const older = [
    attempt(6, 'retried', 500),
    attempt(5, 'arrived-later', 503),
    attempt(4, 'long-ago', 500, '2026-05-02T00:00:00Z'),
  ];
  api().get(deliveries).query({ per_page: 100 }).reply(200, newest, { link: next });
  api().get(deliveries).query({ per_page: 100, cursor: 'v1_2' }).reply(200, older);
  api().post(`${deliveries}/9/attempts`).reply(202, {});
  api().post(`${deliveries}/7/attempts`).reply(202, {});
  expect(await github.lostDeliveries.redeliver(24)).toBe(2);
});

test('one that GitHub does not send again does not keep back the others', async () => {
  const github = await connect();
  api()
    .get(deliveries)
    .query(true)
    .reply(200, [attempt(2, 'b', 500), attempt(1, 'a', 500)]);
  api().post(`${deliveries}/2/attempts`).reply(422, { message: 'Too old' });
  api().post(`${deliveries}/1/attempts`).reply(202, {});
  expect(await github.lostDeliveries.redeliver(24)).toBe(1);
});

test('the repositories of all installations are listed, without archived ones and suspended installations', async () => {
  const github = await connect();
  api()
    .get('/app/installations')
    .query({ per_page: 100 })
    .reply(200, [
      { id: 31, suspended_at: null },
      { id: 32, suspended_at: '2026-01-01T00:00:00Z' },
      { id: 33, suspended_at: null },
    ]);
  api().post('/app/installations/31/access_tokens').reply(201, { token: 't', permissions: {} });
  api().post('/app/installations/33/access_tokens').reply(404, { message: 'Not Found' });
  const archived = { name: 'old', owner: { login: 'acme' }, archived: true };
  const active = { name: 'churn', owner: { login: 'acme' }, archived: false };
  api()
    .get('/installation/repositories')
    .query({ per_page: 100 })
    .reply(200, { total_count: 2, repositories: [archived, active] });
  expect(await github.installedRepositories.list()).toEqual([repository]);
});

test('links lead to pages, also where a path needs escaping', async () => {
  const { links } = await connect();
  const home = 'https://github.acme.example/acme/churn';
  expect(links.file(repository, 'c0ffee', 'plots/after #1 é.png')).toBe(
    `${home}/blob/c0ffee/plots/after%20%231%20%C3%A9.png`,
  );
  expect(links.folder(repository, 'c0ffee', 'deploy/kube')).toBe(`${home}/tree/c0ffee/deploy/kube`);
  expect(links.commit(repository, 'c0ffee')).toBe(`${home}/commit/c0ffee`);
  expect(links.pullRequest(repository, 7)).toBe(`${home}/pull/7`);
});

function attempt(id: number, guid: string, status_code: number, delivered_at = '2026-05-04T10:00:00Z') {
  return { id, guid, status_code, delivered_at };
}
