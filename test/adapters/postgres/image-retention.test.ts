import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { openRecords, type Records } from '../../../src/adapters/postgres/records/all-records.ts';
import { migrate } from '../../../src/adapters/postgres/schema.ts';
import type { KnownImage } from '../../../src/domain/retention.ts';
import { silentLog } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let pool: pg.Pool;
let records: Records;
beforeAll(async () => {
  server = await startTestServer();
  pool = openDatabase(await server.database(), silentLog);
  await migrate(pool);
  records = openRecords(pool);
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const repository = { owner: 'acme', name: 'churn' };
const hex = (digit: string) => digit.repeat(40);
const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [8080] };
const newer = { ...image, digest: 'sha256:2' };
const inAnHour = () => new Date(Date.now() + 3600_000);
const anHourAgo = () => new Date(Date.now() - 3600_000);

beforeEach(async () => {
  await pool.query('truncate tailrace.image, tailrace.release, tailrace.deployment');
  await records.images.record(repository, hex('a'), image);
});

async function only(): Promise<KnownImage> {
  const [known, ...more] = await records.imageRetention.unsettled();
  if (!known || more.length > 0) throw new Error('There is not exactly one image.');
  return known;
}

test('asking for an image counts as a use, and what was used is not removed', async () => {
  await pool.query(`update tailrace.image set used_at = '2026-01-01'`);
  const known = await only();
  expect(known).toEqual({
    ...{ repository, sourceTree: hex('a'), image, released: false },
    usedAt: new Date('2026-01-01').toISOString(),
  });

  await records.images.find(repository, hex('a'));
  expect(await records.imageRetention.beginRemoval(known, anHourAgo())).toBe(false);
  expect(await records.images.find(repository, hex('a'))).toEqual(image);
});

test('all images of a source tree can be counted as used, whatever their models were trained on', async () => {
  await records.images.record(repository, `${hex('a')}-${'1'.repeat(64)}`, newer);
  await records.images.record(repository, hex('b'), newer);
  await pool.query(`update tailrace.image set used_at = '2026-01-01'`);
  await records.images.touch(repository, hex('a'));
  const used = (await records.imageRetention.unsettled()).filter(
    ({ usedAt }) => new Date(usedAt) > anHourAgo(),
  );
  expect(used.map(({ sourceTree }) => sourceTree)).toEqual([hex('a'), `${hex('a')}-${'1'.repeat(64)}`]);
});

test('an image that is being removed is given to nobody; the next one recorded takes its place', async () => {
  const known = await only();
  expect(await records.imageRetention.beginRemoval(known, inAnHour())).toBe(true);
  expect(await records.images.find(repository, hex('a'))).toBeUndefined();
  expect(await records.images.isLeaving(repository, hex('a'))).toBe(true);
  // A removal that was cut off goes on.
  expect(await records.imageRetention.beginRemoval(await only(), inAnHour())).toBe(true);

  expect(await records.images.record(repository, hex('a'), newer)).toEqual(newer);
  await records.imageRetention.forget(known);
  expect(await records.images.find(repository, hex('a'))).toEqual(newer);
});

test('an image that is gone is forgotten, one that stays is given again', async () => {
  const known = await only();
  await records.imageRetention.beginRemoval(known, inAnHour());
  await records.imageRetention.endRemoval(known, false);
  expect(await records.images.find(repository, hex('a'))).toEqual(image);

  await records.imageRetention.endRemoval(known, true);
  expect(await records.imageRetention.unsettled()).toEqual([]);
  expect(await records.images.find(repository, hex('a'))).toEqual(image);
  expect(await records.imageRetention.beginRemoval(known, inAnHour())).toBe(false);

  await records.images.record(repository, hex('b'), newer);
  const other = await only();
  await records.imageRetention.beginRemoval(other, inAnHour());
  await records.imageRetention.forget(other);
  expect(await records.imageRetention.withDigests(['sha256:1', 'sha256:2'])).toMatchObject([{ image }]);
});

test('a release of an image shows, whatever source tree it was recorded for', async () => {
  await records.releases.save(repository, { commit: hex('c'), sourceTree: hex('d'), image });
  await records.images.record(repository, hex('b'), newer);
  expect(await records.imageRetention.withDigests(['sha256:1', 'sha256:2'])).toMatchObject([
    { image, released: true },
    { image: newer, released: false },
  ]);
});

test('the newest deployments are given for each environment of each repository', async () => {
  const release = { commit: hex('c'), sourceTree: hex('d'), image };
  const common = { release, testResult: 'one', by: 'dana', at: '2026-01-01T00:00:00Z' };
  const deployment = { ...common, evidence: { commit: hex('e'), path: 'releases' } };
  const elsewhere = { owner: 'acme', name: 'fraud' };
  for (const head of ['1', '2', '3'])
    await records.deployments.save(repository, { ...deployment, environment: 'qa', head });
  await records.deployments.save(repository, { ...deployment, environment: 'prod', head: '1' });
  await records.deployments.save(elsewhere, { ...deployment, environment: 'qa', head: '1' });

  const newest = await records.imageRetention.newestDeployments(2);
  const places = newest.map(({ repository: { name }, deployment: { environment, head } }) =>
    [name, environment, head].join(' '),
  );
  expect(places).toEqual(['fraud qa 1', 'churn prod 1', 'churn qa 3', 'churn qa 2']);
});
