import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/domain/dataset.ts';
import { type DatasetObstacle, mayPass } from '../../../src/domain/dataset-problem.ts';
import { datasetProblemText } from '../../../src/domain/texts/dataset-problem.ts';

const declared = 'a'.repeat(64);
const found = 'b'.repeat(64);
const url = 'https://data.example.com/c.csv?key=secret';
const customers: Dataset = { kind: 'url', name: 'customers', url, sha256: declared };
const host = 'data.example.com';

test('changed content is told with what was expected, what came, and what to write', () => {
  const { title, message } = datasetProblemText(customers, { kind: 'changed', sha256: found, bytes: 12 });
  expect(title).toBe('the dataset customers is not what .tailrace.yml says');
  expect(message).toContain('Nothing was built or run');
  expect(message).toContain('<code>https:\\/\\/data.example.com/c.csv</code>');
  expect(message).toContain(`the SHA-256 \`${found}\` (12 bytes)`);
  expect(message).toContain(`<code>datasets.customers</code> expects \`${declared}\``);
  expect(message).toContain(`write \`sha256: ${found}\` and push`);
  expect(message).not.toContain('secret');
});

describe('every obstacle is told with its remedy', () => {
  test.each<[DatasetObstacle, string, string]>([
    [{ kind: 'too-large', mostBytes: 10 * 2 ** 30 }, 'more than the 10 GiB', 'ceilings.datasets'],
    [
      { kind: 'private-address', host: 'data.internal' },
      'private ones',
      'private\\_addresses: \\[data.internal\\]',
    ],
    [{ kind: 'insecure-redirect', host }, 'without https', 'begins with `https://`'],
    [{ kind: 'too-many-redirects' }, 'more than five times', 'address of the file itself'],
    [{ kind: 'refused', host, status: 404 }, 'status 404', 'without a login'],
    [{ kind: 'unreachable', host, code: 'ENOTFOUND' }, '<code>ENOTFOUND</code>', 'run the check again'],
    [
      { kind: 'missing-volume', volume: 'customers' },
      'has none of that name',
      'docker volume create customers',
    ],
    [{ kind: 'too-slow', minutes: 120 }, '120 minutes', 'Run the check again'],
  ])('%j', (obstacle, why, todo) => {
    const { title, message } = datasetProblemText(customers, obstacle);
    expect(title).toMatch(/^the dataset customers [a-z]/);
    expect(message).toContain(why);
    expect(message).toContain(todo);
  });
});

test.each<[boolean, DatasetObstacle]>([
  [true, { kind: 'refused', host, status: 503 }],
  [true, { kind: 'refused', host, status: 429 }],
  [false, { kind: 'refused', host, status: 404 }],
  [true, { kind: 'unreachable', host, code: 'ECONNRESET' }],
  [false, { kind: 'unreachable', host, code: 'CERT_HAS_EXPIRED' }],
  [false, { kind: 'changed', sha256: found, bytes: 1 }],
  [false, { kind: 'private-address', host }],
])('whether another try may do: %s for %j', (passes, obstacle) => expect(mayPass(obstacle)).toBe(passes));
