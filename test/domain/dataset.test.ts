import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Dataset,
  datasetFingerprintSchema,
  fingerprintOf,
  folderSha256,
  originOf,
  placeOf,
  plainPlaceOf,
} from '../../src/domain/dataset.ts';

const sha256 = 'a'.repeat(64);
const path: Dataset = { kind: 'path', name: 'customers', path: 'data/customers.csv' };
const url: Dataset = { kind: 'url', name: 'customers', url: 'https://data.example.com/c.csv?key=1', sha256 };
const volume: Dataset = { kind: 'volume', name: 'customers', volume: 'churn-customers' };

test.each<[Dataset, string, string]>([
  [path, 'data/customers.csv', 'data/customers.csv'],
  [url, '/data/customers.csv', 'https://data.example.com/c.csv'],
  [volume, '/data/customers', 'volume churn-customers'],
])('%j lies where the design says, and is told by its origin', (dataset, place, origin) => {
  expect(placeOf(dataset)).toBe(place);
  const fingerprint = fingerprintOf(dataset, { sha256, bytes: 3 });
  expect(originOf(dataset)).toBe(origin);
  expect(originOf(fingerprint)).toBe(origin);
  expect(datasetFingerprintSchema.parse(JSON.parse(JSON.stringify(fingerprint)))).toEqual(fingerprint);
});

test.each([
  ['https://x.example/a/events.parquet', '/data/events.parquet'],
  ['https://x.example/events.csv.gz#top', '/data/events.csv.gz'],
  ['https://x.example/download?file=c.csv', '/data/events'],
  ['https://x.example/2026.01/', '/data/events'],
  ['https://x.example/a.%2e%2e', '/data/events'],
])('%s keeps what readers go by', (address, place) => {
  const dataset: Dataset = { kind: 'url', name: 'events', url: address, sha256 };
  expect(placeOf(dataset)).toBe(place);
  expect(plainPlaceOf(dataset) ?? placeOf(dataset)).toBe('/data/events');
});

test("a folder's hash is what find and sha256sum give, whatever the order", () => {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-dataset-'));
  const contents = { 'b.csv': 'two', 'a b.csv': '', 'Ä.csv': 'three', 'a/\n.csv': 'four' };
  mkdirSync(join(folder, 'a'));
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  const script = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum -z | sha256sum";
  const printed = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });

  const files = Object.entries(contents).map(([path, text]) => ({
    path,
    sha256: createHash('sha256').update(text).digest('hex'),
    link: false,
  }));
  expect(`${folderSha256(files)}  -\n`).toBe(printed);
  expect(folderSha256(files.toReversed())).toBe(folderSha256(files));
  const linked = files.map((file, index) => ({ ...file, link: index === 0 }));
  expect(folderSha256(linked)).not.toBe(folderSha256(files));
});
