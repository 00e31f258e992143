import { expect, test } from 'vitest';
import { hashInputs, type TestInputs } from '../../src/domain/inputs.ts';

const dataset = { name: 'customers', place: 'data/c.csv', sha256: 'ab' };
const inputs: TestInputs = {
  digest: 'sha256:11',
  notebook: '22',
  parameters: { trees: 5, deep: { a: 1, b: [1, 2] } },
  datasets: [dataset],
  network: false,
  secrets: ['A', 'B'],
  timeoutSeconds: 60,
  cellTimeoutSeconds: 10,
  cpus: 2,
  memoryBytes: 1000,
};

test('the order of keys does not matter, and what is undefined is as good as left out', () => {
  const { digest, datasets, cellTimeoutSeconds, ...rest } = inputs;
  const turned = {
    ...rest,
    parameters: { deep: { b: [1, 2], a: 1 }, trees: 5 },
    cellTimeoutSeconds,
    datasets,
    digest,
  };
  expect(hashInputs(turned)).toBe(hashInputs(inputs));
  expect(hashInputs(inputs)).toMatch(/^[0-9a-f]{64}$/);
  const { cellTimeoutSeconds: _, ...without } = inputs;
  expect(hashInputs({ ...inputs, cellTimeoutSeconds: undefined })).toBe(hashInputs(without));
});

test.each<[string, Partial<TestInputs>]>([
  ['the image', { digest: 'sha256:12' }],
  ['the notebook', { notebook: '23' }],
  ['a parameter', { parameters: { ...inputs.parameters, trees: 6 } }],
  ["a parameter's type", { parameters: { ...inputs.parameters, trees: '5' } }],
  ['one parameter more', { parameters: { ...inputs.parameters, more: null } }],
  ['the order in a list', { parameters: { trees: 5, deep: { a: 1, b: [2, 1] } } }],
  ["a dataset's content", { datasets: [{ ...dataset, sha256: 'ac' }] }],
  ["a dataset's name", { datasets: [{ ...dataset, name: 'clients' }] }],
  ["a dataset's place", { datasets: [{ ...dataset, place: 'data/d.csv' }] }],
  ['one dataset less', { datasets: [] }],
  ['the network', { network: true }],
  ['a secret more', { secrets: ['A', 'B', 'C'] }],
  ['the time limit', { timeoutSeconds: 61 }],
  ['the limit of a cell', { cellTimeoutSeconds: 11 }],
  ['no limit of a cell', { cellTimeoutSeconds: undefined }],
  ['processors', { cpus: 3 }],
  ['memory', { memoryBytes: 1001 }],
])('%s makes another hash', (_, change) => {
  expect(hashInputs({ ...inputs, ...change })).not.toBe(hashInputs(inputs));
});
