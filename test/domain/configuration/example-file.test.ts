import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { configurationOf, mistakesOf } from './reading.ts';

const example = readFileSync(new URL('./fixtures/example.tailrace.yml.txt', import.meta.url), 'utf8');

it('names every key of the whole file that nothing acts on yet, and nothing else', () => {
  const mistakes = mistakesOf(example);
  expect(
    mistakes.every(({ message }) => message.endsWith('is not supported by this version of Tailrace yet.')),
  ).toBe(true);
  expect(mistakes.map(({ line, path }) => `${line} ${path}`)).toEqual(['45 serve.smoke']);
});

it('reads what remains without those keys', () => {
  const document = parseDocument(example);
  for (const { path } of mistakesOf(example))
    document.deleteIn(path.split(/[.[\]]+/).filter((step) => step !== ''));
  const { environments, metrics } = configurationOf(document.toString());
  expect(environments.map(({ gitops }) => gitops.folder)).toEqual([
    'sandbox/churn',
    'qa/churn',
    'uat/churn',
    'prod/churn',
  ]);
  expect(environments.map(({ datasets }) => datasets)).toEqual([
    [{ kind: 'path', name: 'customers', path: 'data/customers.csv' }],
    [{ kind: 'url', name: 'customers', url: 'https://data.example.com/c.csv', sha256: 'c'.repeat(64) }],
    [{ kind: 'path', name: 'customers', path: 'data/customers.csv' }],
    [{ kind: 'volume', name: 'customers', volume: 'churn-customers' }],
  ]);
  expect(environments[3]?.gates.map(({ metric, min }) => [metric, min])).toEqual([
    ['auc', 0.85],
    ['loss', undefined],
  ]);
  expect(metrics).toEqual({
    auc: { label: 'Ranking quality', unit: undefined, better: 'higher' },
    loss: { label: 'Expected loss a year', unit: 'EUR', better: 'lower' },
  });
});
