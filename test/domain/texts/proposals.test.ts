import { expect, test } from 'vitest';
import type { Proposed } from '../../../src/domain/proposed.ts';
import {
  type ProposalText,
  proposalBody,
  proposedLine,
  proposedVerdict,
} from '../../../src/domain/texts/proposals.ts';
import { proposal } from '../proposals.ts';

const proposed: Omit<Proposed, 'state'> = {
  ...{ release: 'c0ffee'.padEnd(40, '0'), reason: 'asked', branch: 'main' },
  ...{ reference: 'acme/gitops#5', url: 'https://forge.example.com/acme/gitops/pull/5' },
};

test.each([
  [
    'open',
    'churn passed and waits for the merge of acme/gitops#5 to be deployed to qa',
    'Merging [acme/gitops',
  ],
  ['declined', 'churn is not deployed to qa: acme/gitops#5 was closed', 'Reopen and merge it'],
  [
    'replaced',
    'churn was not deployed to qa: a newer release took its place in acme/gitops#5',
    'took the place of',
  ],
  ['withdrawn', 'churn was not deployed to qa: acme/gitops#5 became needless', 'got another release'],
  [
    'changed',
    'churn is not deployed to qa: acme/gitops#5 was merged with another image',
    'Merge a newer release',
  ],
] as const)('manifests that are %s: the verdict, and what that means', (state, verdict, meaning) => {
  expect(proposedVerdict('churn', 'qa', { ...proposed, state })).toBe(verdict);
  expect(proposedLine('qa', { ...proposed, state })).toContain(meaning);
});

test('the pull request says why it is one, and how the next release may be pushed where the branch refused', () => {
  const { deployment, location } = proposal;
  const text: ProposalText = {
    ...{ name: 'churn', environment: 'qa', release: deployment.release, location, links: {} },
    ...{ reason: 'asked', remedy: undefined, nothingServed: undefined },
  };
  expect(proposalBody(text)).toContain(
    'because the configuration asks for one (`gitops.write: pull_request`)',
  );
  expect(proposalBody(text)).not.toContain('<details>');
  const refused = proposalBody({ ...text, reason: 'refused', remedy: '- Let the app push there.' });
  expect(refused).toContain("takes no push of Tailrace's");
  expect(refused).toContain('- Let the app push there.');
});
