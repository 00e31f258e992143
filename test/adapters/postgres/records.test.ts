import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { openRecords, type Records } from '../../../src/adapters/postgres/records/all-records.ts';
import { migrate } from '../../../src/adapters/postgres/schema.ts';
import type { Deployment, Release } from '../../../src/domain/release.ts';
import type { Rollout } from '../../../src/domain/rollout/rollout.ts';
import type { TestResult } from '../../../src/domain/test-result.ts';
import { proposal } from '../../domain/proposals.ts';
import { silentLog } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let pool: pg.Pool;
let records: Records;
beforeAll(async () => {
  server = await startTestServer();
  pool = openDatabase(await server.database(), silentLog);
  await Promise.all([migrate(pool), migrate(pool)]);
  records = openRecords(pool);
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const repository = { owner: 'acme', name: 'churn' };
const elsewhere = { owner: 'acme', name: 'fraud' };
const hex = (digit: string) => digit.repeat(40);
const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [8080] };
const release: Release = { commit: hex('a'), sourceTree: hex('b'), image };

test('the image that was recorded first is the image, also when several record at once', async () => {
  const offered = ['sha256:1', 'sha256:2', 'sha256:3'].map((digest) => ({ ...image, digest }));
  const given = await Promise.all(offered.map((each) => records.images.record(repository, hex('b'), each)));
  const recorded = await records.images.find(repository, hex('b'));
  expect(offered).toContainEqual(recorded);
  expect(given).toEqual([recorded, recorded, recorded]);
  expect(await records.images.find(elsewhere, hex('b'))).toBeUndefined();
});

const result: TestResult = {
  ...{ id: 'first', environment: 'sandbox', sourceTree: hex('b'), inputs: 'inputs', image },
  ...{ parameters: { threshold: 0.5, nested: { list: [1, null, 'x'] } }, warnings: ['\u0000 printed'] },
  datasets: [{ name: 'customers', path: 'data/customers.csv', sha256: 'c', bytes: 3 }],
  metrics: { auc: 0.8, loss: { notANumber: 'NaN' } },
  ...{ cells: { total: 2, executed: 2 }, versions: { python: '3.12.1' } },
  ...{ startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z' },
  ...{ files: hex('d'), committed: { commit: hex('e'), path: 'releases/1' } },
};

test('a test result is stored once; only one that passed is found for the same inputs, the newest first', async () => {
  const failure = { kind: 'cell-raised', what: 'Cell 3 raised.', remedy: 'Mend it.' } as const;
  await records.testResults.save(repository, result);
  await records.testResults.save(repository, { ...result, inputs: 'changed' });
  await records.testResults.save(repository, { ...result, id: 'second' });
  await records.testResults.save(repository, { ...result, id: 'third', failure });
  expect(await records.testResults.get(repository, 'first')).toEqual(result);
  expect((await records.testResults.get(repository, 'third'))?.failure).toEqual(failure);
  expect((await records.testResults.findPassed(repository, 'sandbox', 'inputs'))?.id).toBe('second');
  expect(await records.testResults.findPassed(repository, 'qa', 'inputs')).toBeUndefined();
  expect(await records.testResults.get(elsewhere, 'first')).toBeUndefined();
});

test('a release never changes, and the newest is found by its source tree', async () => {
  const later = { ...release, commit: hex('f') };
  for (const each of [release, { ...release, sourceTree: hex('0') }, later])
    await records.releases.save(repository, each);
  expect(await records.releases.get(repository, release.commit)).toEqual(release);
  expect(await records.releases.findBySourceTree(repository, release.sourceTree, 'qa')).toEqual(later);
  expect(await records.releases.findBySourceTree(repository, hex('0'), 'qa')).toBeUndefined();
});

test('a hotfix is a release of its own environment only', async () => {
  const [sourceTree, elsewhere] = [hex('8'), 'sandbox'];
  const hotfix = { ...release, commit: hex('7'), sourceTree, hotfixOf: 'prod' };
  await records.releases.save(repository, hotfix);
  expect(await records.releases.findBySourceTree(repository, sourceTree, 'prod')).toEqual(hotfix);
  expect(await records.releases.findBySourceTree(repository, sourceTree, elsewhere)).toBeUndefined();
  const ordinary = { ...release, commit: hex('9'), sourceTree };
  await records.releases.save(repository, ordinary);
  expect(await records.releases.findBySourceTree(repository, sourceTree, elsewhere)).toEqual(ordinary);
});

test('an environment runs what was deployed last; the same head again changes nothing, but by another run', async () => {
  const first: Deployment = {
    ...{
      environment: 'qa',
      release,
      head: hex('1'),
      testResult: 'first',
      by: 'ada',
      at: '2026-01-01T00:00:00Z',
    },
    evidence: { commit: hex('e'), path: 'releases/1' },
  };
  const manifests = { repository, branch: 'qa', folder: 'deploy/kube', commit: hex('3') };
  const second = { ...first, head: hex('2'), manifests, pullRequest: 7 };
  for (const each of [first, second, first]) await records.deployments.save(repository, each);
  expect(await records.deployments.current(repository, 'qa')).toEqual(second);
  expect(await records.deployments.list(repository, 'qa', 5)).toEqual([second, first]);
  expect(await records.deployments.list(repository, 'qa', 1)).toEqual([second]);
  expect(await records.deployments.current(repository, 'prod')).toBeUndefined();

  const again = { ...first, run: 'another' };
  for (const each of [again, second, again]) await records.deployments.save(repository, each);
  expect(await records.deployments.list(repository, 'qa', 5)).toEqual([again, second, first]);
});

test('the manifests of a deployment that an older version recorded are found where that version wrote them', async () => {
  const old = openDatabase(await server.database(), silentLog);
  await migrate(old, 1);
  const { roads } = openRecords(old);
  await roads.remember(repository, { branch: 'main', environment: 'qa' });
  const deployment = { ...{ environment: 'qa', release, head: hex('1'), testResult: 'first', by: 'ada' } };
  const evidence = { commit: hex('e'), path: 'releases/1' };
  const record = { ...deployment, evidence, at: '2026-01-01T00:00:00Z', manifests: hex('3') };
  await old.query(
    `insert into tailrace.deployment (repository, environment, head, record) values ('acme/churn', 'qa', '1', $1)`,
    [JSON.stringify(record)],
  );
  await migrate(old);
  expect((await openRecords(old).deployments.current(repository, 'qa'))?.manifests).toEqual({
    ...{ repository, branch: 'main', folder: 'deploy/kube', commit: hex('3') },
  });
  await old.end();
});

test('manifests that wait are found by their environment and their branch, until they wait no more', async () => {
  const { proposals } = records;
  const { location, deployment } = proposal;
  const { find, ofBranch, into, list, save } = proposals;
  const shouting = { owner: 'ACME', name: 'GitOps' };
  await save(repository, proposal);
  await save(repository, proposal);
  const waiting = [{ repository, proposal }];
  expect(await ofBranch(repository, 'staging')).toEqual([proposal]);
  expect(await into(shouting, 'main')).toEqual(waiting);
  expect(await list()).toEqual(waiting);
  expect(await ofBranch(elsewhere, 'staging')).toEqual([]);
  expect(await into(location.repository, 'live')).toEqual([]);

  const declined = { ...proposal, state: 'declined' } as const;
  await save(repository, declined);
  expect(await into(location.repository, 'main')).toEqual([{ repository, proposal: declined }]);

  const deployed = { ...proposal, state: 'deployed' } as const;
  await save(repository, deployed);
  expect([...(await list()), ...(await ofBranch(repository, 'staging'))]).toEqual([]);
  expect(await find(repository, 'qa', deployment.release.commit)).toEqual(deployed);
});

test('the record of a pull request grows by what each of its writers knows, and says the newest', async () => {
  const record = { head: hex('1'), environment: 'qa', sourceTree: hex('b') };
  await records.pullRequests.save(repository, { ...record, release: hex('a'), obstacles: [] });
  await records.pullRequests.save(repository, { ...record, testResult: 'first', shown: 'none' });
  await records.pullRequests.save(repository, { ...record, sourceTree: hex('c'), shown: 'some' });
  expect(await records.pullRequests.find(repository, 'qa', hex('1'))).toEqual({
    ...record,
    ...{ sourceTree: hex('c'), release: hex('a'), obstacles: [], testResult: 'first', shown: 'some' },
  });
  expect(await records.pullRequests.find(repository, 'prod', hex('1'))).toBeUndefined();
});

test('what is remembered of the promotions into an environment is replaced', async () => {
  const contained = { over: hex('1'), sourceTree: hex('2'), since: '2026-01-01T00:00:00Z' };
  await records.promotions.save(repository, { environment: 'qa' });
  await records.promotions.save(repository, { environment: 'qa', contained });
  expect(await records.promotions.find(repository, 'qa')).toEqual({ environment: 'qa', contained });
  expect(await records.promotions.find(elsewhere, 'qa')).toBeUndefined();
});

test('what people allowed promotions to go over is kept once, the newest first', async () => {
  const overwrite = { by: 'ada', at: '2026-01-01T00:00:00Z', comment: 'https://forge.example.com/12' };
  const first = { ...overwrite, id: 'first', environment: 'qa', sourceTree: hex('1') };
  const second = { ...overwrite, id: 'second', environment: 'qa', manifests: hex('2') };
  for (const each of [first, second, { ...first, by: 'eve' }])
    await records.overwrites.save(repository, each);
  expect(await records.overwrites.list(repository, 'qa')).toEqual([second, first]);
  expect(await records.overwrites.find(repository, 'first')).toEqual(first);
  expect(await records.overwrites.find(elsewhere, 'first')).toBeUndefined();
});

test('the audit takes each command once, and lets nobody change or remove it', async () => {
  const asked = { kind: 'mistake', written: '/x', named: 'x', short: true } as const;
  const said = {
    delivery: 'd1',
    place: { kind: 'commit', commit: hex('1') },
    comment: 12,
    by: 'ada',
    asked,
  } as const;
  const entry = { ...said, id: 'd1/0', outcome: 'mistake', at: '2026-01-01T00:00:00Z' } as const;
  expect(await records.audit.has(repository, 'd1/0')).toBe(false);
  await records.audit.append(repository, entry);
  await records.audit.append(repository, { ...entry, outcome: 'failed' });
  expect(await records.audit.has(repository, 'd1/0')).toBe(true);
  expect(await records.audit.has(elsewhere, 'd1/0')).toBe(false);
  const { rows } = await pool.query('select outcome, who, delivery from tailrace.audit');
  expect(rows).toEqual([{ outcome: 'mistake', who: 'ada', delivery: 'd1' }]);
  for (const change of [
    "update tailrace.audit set who = 'eve'",
    'delete from tailrace.audit',
    'truncate tailrace.audit',
  ])
    await expect(pool.query(change)).rejects.toThrow('only grows');
});

test('the road of a repository is what the heads of its branches said last', async () => {
  const group = { owner: 'acme/models', name: 'churn' };
  const sandbox = { branch: 'sandbox', environment: 'sandbox', nextBranch: 'qa' };
  const qa = { branch: 'qa', environment: 'qa' };
  await records.roads.remember(repository, { ...sandbox, nextBranch: 'prod' });
  await records.roads.remember(repository, sandbox);
  await records.roads.remember(repository, qa);
  await records.roads.remember(group, sandbox);
  expect(await records.roads.into(repository, 'qa')).toEqual([sandbox]);
  expect(await records.roads.into(repository, 'prod')).toEqual([]);
  expect(await records.roads.at(repository, 'sandbox')).toEqual(sandbox);
  expect(await records.roads.at(repository, 'feature')).toBeUndefined();
  expect(await records.roads.list()).toEqual([
    { repository, station: qa },
    { repository, station: sandbox },
    { repository: group, station: sandbox },
  ]);
});

test('who let a fork run is known for that pull request and that head alone, and the first who did stays', async () => {
  const approved = { pullRequest: 7, head: hex('a'), by: 'dana', at: '2026-01-01T00:00:00Z', comment: 'c' };
  await records.approvedRuns.save(repository, approved);
  await records.approvedRuns.save(repository, { ...approved, by: 'eve' });
  expect(await records.approvedRuns.find(repository, 7, hex('a'))).toEqual(approved);
  expect(await records.approvedRuns.find(repository, 7, hex('b'))).toBeUndefined();
  expect(await records.approvedRuns.find(repository, 8, hex('a'))).toBeUndefined();
  expect(await records.approvedRuns.find(elsewhere, 7, hex('a'))).toBeUndefined();
});

test('the overrides of a head in an environment are listed in their order; the same command makes one', async () => {
  const override = { id: '1/0', environment: 'qa', head: hex('a'), gate: 'auc', why: 'late labels' };
  const first = { ...override, by: 'ada', at: '2026-01-01T00:00:00Z', comment: 'c' };
  const second = { ...first, id: '1/1', gate: 'loss' };
  for (const each of [
    first,
    second,
    { ...first, why: 'other' },
    { ...first, id: '2/0', environment: 'prod' },
  ])
    await records.overrides.save(repository, each);
  expect(await records.overrides.list(repository, 'qa', hex('a'))).toEqual([first, second]);
  expect(await records.overrides.list(repository, 'qa', hex('b'))).toEqual([]);
  expect(await records.overrides.find(repository, '1/0')).toEqual(first);
});

test('a rollout is remembered for its environment, and is found while it is open', async () => {
  const rollout: Rollout = {
    ...{ environment: 'qa', head: hex('d'), run: 'r', name: 'churn', release: hex('a'), digest: 'sha256:1' },
    target: { cluster: 'eu', namespace: 'churn-qa', deployment: 'churn' },
    ...{ production: false, since: '2026-01-01T00:00:00Z', state: 'open' },
  };
  await records.rollouts.save(repository, rollout);
  expect(await records.rollouts.open()).toEqual([{ repository, rollout }]);
  const verdict = {
    kind: 'failed',
    why: 'image',
    ready: 0,
    wanted: 2,
    pod: 'churn-1',
    lines: ['no'],
  } as const;
  await records.rollouts.save(repository, { ...rollout, verdict });
  expect(await records.rollouts.find(repository, 'qa')).toEqual({ ...rollout, verdict });
  await records.rollouts.save(repository, { ...rollout, state: 'closed' });
  expect(await records.rollouts.open()).toEqual([]);
  expect(await records.rollouts.find(elsewhere, 'qa')).toBeUndefined();
});
