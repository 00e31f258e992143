import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from '../fake-forge.ts';
import { appClient } from '../octokit-for-tests.ts';

const qa = { owner: 'acme', repo: 'churn', branch: 'qa' };
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
});

afterEach(() => forge.close());

test('a classic protection shows which checks it requires, and nothing else', async () => {
  const { repos } = appClient(forge, 'acme/churn').rest;
  expect((await repos.getBranch(qa)).data).toMatchObject({ name: 'qa', protected: false });
  forge.protect('acme/churn', 'qa', { checks: ['tailrace/qa'], signed: true, reviews: 1 });
  expect((await repos.getBranch(qa)).data).toMatchObject({
    protected: true,
    protection: { enabled: true, required_status_checks: { contexts: ['tailrace/qa'] } },
  });
  expect((await repos.getBranchRules(qa)).data).toEqual([]);
});

test("a ruleset's rules can be read by everybody who sees the repository", async () => {
  const rules = { signed: true, linearHistory: true, mergeQueue: true, ruleset: true } as const;
  forge.protect('acme/churn', 'q*', {
    ...rules,
    reviews: 1,
    dismissStale: true,
    checks: ['tailrace/qa'],
    strict: true,
  });
  const { repos } = appClient(forge, 'acme/churn').rest;
  const { data } = await repos.getBranchRules(qa);
  expect(data.map(({ type }) => type)).toEqual([
    'deletion',
    'non_fast_forward',
    'required_signatures',
    'required_linear_history',
    'pull_request',
    'required_status_checks',
    'merge_queue',
  ]);
  expect(data[4]).toMatchObject({
    parameters: { required_approving_review_count: 1, dismiss_stale_reviews_on_push: true },
    ruleset_source: 'acme/churn',
  });
  expect(data[5]).toMatchObject({
    parameters: {
      required_status_checks: [{ context: 'tailrace/qa' }],
      strict_required_status_checks_policy: true,
    },
  });
  expect((await repos.getBranch(qa)).data.protected).toBe(true);
});
