import type { Proposal } from '../../src/domain/proposal.ts';
import { passedResult, someCommit } from './results.ts';
import { reportOf } from './texts/reports.ts';

const image = {
  repository: 'registry.example.com/acme/churn',
  digest: `sha256:${'d'.repeat(64)}`,
  exposedPorts: [8080],
};

/** Manifests of churn that wait in a central repository to be merged for qa. */
export const proposal: Proposal = {
  name: 'churn',
  branch: 'staging',
  deployment: {
    environment: 'qa',
    release: { commit: someCommit, sourceTree: passedResult.sourceTree, image },
    head: '9'.repeat(40),
    evidence: { commit: 'e'.repeat(40), path: `releases/${someCommit}/qa/1` },
    testResult: passedResult.id,
    by: 'ada',
    at: '2026-01-02T03:04:05.000Z',
    pullRequest: 12,
  },
  broughtBy: [{ commit: '9'.repeat(40), pullRequest: { number: 12, head: '8'.repeat(40) } }],
  location: { repository: { owner: 'acme', name: 'gitops' }, branch: 'main', folder: 'qa/churn' },
  number: 5,
  commit: 'a'.repeat(40),
  tree: 'b'.repeat(40),
  report: reportOf({}),
  reason: 'asked',
  state: 'open',
};
