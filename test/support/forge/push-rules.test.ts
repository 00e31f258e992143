import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { appClient } from './octokit-for-tests.ts';

const repository = 'acme/churn';
const churn = { owner: 'acme', repo: 'churn' };
const push = { repository, branch: 'qa', files: { a: '1' } };
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
});

afterEach(() => forge.close());

test('a protected branch takes pushes from few, in words that tell why', async () => {
  forge.protect(repository, 'qa', { pushers: ['max'] });
  await expect(forge.person('dana').push(push)).rejects.toThrow(
    new RegExp(
      [
        'remote: error: GH006: Protected branch update failed for refs/heads/qa. *',
        'remote: *',
        'remote: - Changes must be made through a pull request. *',
        'To .*',
        ' ! \\[remote rejected\\] HEAD -> qa \\(protected branch hook declined\\)',
      ].join('\n'),
    ),
  );
  await forge.person('dana').push({ ...push, branch: 'sandbox' });
  expect(await forge.person('max').push(push)).toBe(await forge.repository(repository).head('qa'));
});

test('a ruleset has other words, and no rule of it holds for those that it lets by', async () => {
  forge.protect(repository, 'qa', { pushers: ['max'], signed: true, ruleset: true });
  const refused = await refusalOf(forge.person('dana').push(push));
  const sha = / {2}([0-9a-f]{40})/.exec(refused)?.[1];
  expect(remoteLines(refused)).toEqual([
    'error: GH013: Repository rule violations found for refs/heads/qa.',
    `Review all repository rules at ${forge.url}/acme/churn/rules?ref=refs%2Fheads%2Fqa`,
    '',
    '- Changes must be made through a pull request.',
    '',
    '- Commits must have verified signatures.',
    '  Found 1 violation:',
    '',
    `  ${sha}`,
    '',
  ]);
  expect(refused).toContain('(push declined due to repository rule violations)');
  expect(await forge.person('max').push(push)).toBe(await forge.repository(repository).head('qa'));
});

test('required reviews and a merge queue leave no way but theirs', async () => {
  forge.protect(repository, 'qa', { reviews: 1, mergeQueue: true });
  const refused = await refusalOf(forge.person('dana').push(push));
  expect(remoteLines(refused).slice(2)).toEqual([
    '- Changes must be made through the merge queue',
    '- Changes must be made through a pull request.',
  ]);
});

test('a commit has to pass the required checks before it is pushed, whoever may push', async () => {
  forge.protect(repository, 'qa', { pushers: ['dana'], checks: ['lint', 'test'] });
  const dana = forge.person('dana');
  const refused = await refusalOf(dana.push(push));
  expect(remoteLines(refused)).toContain('- 2 of 2 required status checks are expected.');

  const head_sha = await dana.push({ ...push, branch: 'better', from: 'qa' });
  const { checks } = appClient(forge, repository).rest;
  await checks.create({ ...churn, name: 'lint', head_sha, conclusion: 'skipped' });
  const onto = () => dana.pushRef(repository, 'refs/remotes/origin/better:refs/heads/qa');
  await expect(onto()).rejects.toThrow('Required status check "test" is expected.');
  const { data } = await checks.create({ ...churn, name: 'test', head_sha, conclusion: 'failure' });
  await expect(onto()).rejects.toThrow('Required status check "test" is failing.');
  await checks.update({ ...churn, check_run_id: data.id, conclusion: 'success' });
  await onto();
  expect(await forge.repository(repository).head('qa')).toBe(head_sha);
});

test('a linear history takes no merge commit', async () => {
  forge.protect(repository, 'qa', { linearHistory: true });
  const dana = forge.person('dana');
  await dana.push({ ...push, branch: 'better', from: 'qa' });
  const opening = { repository, head: 'better', title: 'Better' };
  const elsewhere = await dana.openPullRequest({ ...opening, base: 'sandbox' });
  const here = await dana.openPullRequest({ ...opening, base: 'qa' });
  await dana.merge(repository, elsewhere, 'merge');
  const merged = dana.pushRef(repository, 'refs/remotes/origin/sandbox:refs/heads/qa');
  await expect(merged).rejects.toThrow('- This branch must not contain merge commits.');
  await expect(dana.merge(repository, here, 'merge')).rejects.toThrow('must not contain merge commits.');
  await dana.merge(repository, here, 'rebase');
});

test('nobody pushes over a protected branch, or deletes it, unless it says so', async () => {
  const dana = forge.person('dana');
  await dana.push(push);
  const over = { ...push, from: 'sandbox', files: { b: '1' }, force: true };
  forge.protect(repository, 'qa', {});
  await expect(dana.push(over)).rejects.toThrow('- Cannot force-push to this branch');
  await expect(dana.deleteBranch(repository, 'qa')).rejects.toThrow('- Cannot delete this branch');
  forge.protect(repository, 'qa', { forcePushes: true, deletions: true });
  await dana.push(over);
  await dana.deleteBranch(repository, 'qa');
  expect(await forge.repository(repository).branches()).toEqual(['sandbox']);
});

test('rules hold for all branches of a pattern, and for new ones', async () => {
  forge.protect(repository, 'tailrace/*', { updaters: ['max'], ruleset: true });
  const wanted = { ...push, branch: 'tailrace/promote/qa' };
  await expect(forge.person('dana').push(wanted)).rejects.toThrow('- Cannot update this protected ref.');
  await forge.person('max').push(wanted);
  await forge.person('dana').push({ ...push, branch: 'tailraces' });
});

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('Nothing was refused.');
  return error.message;
}

function remoteLines(printed: string): string[] {
  return [...printed.matchAll(/^.*?remote: ?(.*?) *$/gm)].map(([, line = '']) => line);
}
