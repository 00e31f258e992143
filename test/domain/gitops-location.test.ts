import { expect, test } from 'vitest';
import { gitOpsLocation, liesOnBranch } from '../../src/domain/gitops-location.ts';

const repository = { owner: 'acme', name: 'churn' };

type GitOps = Parameters<typeof gitOpsLocation>[2]['gitops'];

const guards = (gitops: Partial<GitOps> = {}) => ({
  branch: 'main',
  gitops: { repository: undefined, branch: undefined, folder: 'old', write: 'push' as const, ...gitops },
});

test.each([
  ['inside the model repository the tree says the folder', 'new', {}, 'acme/churn main new'],
  ['a branch of its own is a guard', 'new', { branch: 'kube' }, 'acme/churn kube new'],
  ['a tree that would go elsewhere says no folder', undefined, {}, 'acme/churn main old'],
  [
    'all about another repository is a guard',
    'new',
    { repository: 'acme/gitops', branch: 'live', folder: 'qa/churn' },
    'acme/gitops live qa/churn',
  ],
])('%s', (_, gitopsFolder, gitops, expected) => {
  const { repository: where, branch, folder } = gitOpsLocation(repository, { gitopsFolder }, guards(gitops));
  expect(`${where.owner}/${where.name} ${branch} ${folder}`).toBe(expected);
});

test('a promotion carries the manifests that lie on the branch that it goes into, and no others', () => {
  const here = gitOpsLocation(repository, { gitopsFolder: 'kube' }, guards());
  expect(liesOnBranch(here, repository, 'main')).toBe(true);
  expect(liesOnBranch({ ...here, branch: 'kube' }, repository, 'main')).toBe(false);
  expect(liesOnBranch({ ...here, repository: { owner: 'acme', name: 'gitops' } }, repository, 'main')).toBe(
    false,
  );
});
