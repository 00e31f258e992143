import type { TestResult } from '../../src/domain/test-result.ts';

export const someCommit = 'c'.repeat(40);

/** A result as a test of a small model leaves it. */
export const passedResult: TestResult = {
  id: 'run-1',
  environment: 'sandbox',
  sourceTree: '5'.repeat(40),
  inputs: '1'.repeat(64),
  image: {
    repository: 'registry.example.com/acme/churn',
    digest: `sha256:${'d'.repeat(64)}`,
    exposedPorts: [8080],
  },
  parameters: { threshold: 0.5 },
  datasets: [{ name: 'customers', path: 'data/customers.csv', sha256: 'f'.repeat(64), bytes: 120 }],
  metrics: { auc: 0.91, loss: 12_000 },
  warnings: [],
  cells: { total: 4, executed: 4 },
  versions: { python: '3.11.9', papermill: '2.7.0' },
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:07:25.000Z',
  files: '7'.repeat(40),
  committed: { commit: '8'.repeat(40), path: 'pulls/7/head/sandbox/1' },
};
