import { describe, expect, test } from 'vitest';
import {
  blocking,
  type EditedManifests,
  type HotfixObstacle,
  overwrittenBy,
} from '../../../src/domain/promotion/obstacles.ts';
import { boundTo, markOverwritten, type Overwrite } from '../../../src/domain/promotion/overwrite.ts';

const hotfix: HotfixObstacle = {
  ...{ kind: 'hotfix', from: 'uat', first: { environment: 'sandbox', branch: 'sandbox' } },
  hotfix: { over: 'promoted', sourceTree: 'mended', commits: [], files: [] },
  backPort: { kind: 'there' },
};
const manifests: EditedManifests = {
  ...{ kind: 'manifests', repository: { owner: 'acme', name: 'churn' }, branch: 'prod' },
  ...{ folder: 'deploy/kube', tree: 'edited', files: [] },
};
const allowance = { by: 'ada', at: '2026-03-01T00:00:00Z', comment: 'https://forge.example.com/12' };
const overwrite: Overwrite = { ...allowance, id: 'one', environment: 'prod' };

describe('an overwrite is bound to what lay there', () => {
  test.each([
    ['the hotfix', { sourceTree: 'mended' }, ['manifests']],
    ['the manifests', { manifests: 'edited' }, ['hotfix']],
    ['both', { sourceTree: 'mended', manifests: 'edited' }, []],
    ['another hotfix', { sourceTree: 'mended twice' }, ['hotfix', 'manifests']],
    ['manifests that were edited again', { manifests: 'edited twice' }, ['hotfix', 'manifests']],
  ])('%s', (_, bound, left) => {
    const marked = markOverwritten([hotfix, manifests], [{ ...overwrite, ...bound }]);
    expect(blocking(marked).map(({ kind }) => kind)).toEqual(left);
  });

  test('who allowed it, and where, is noted', () => {
    const [marked] = markOverwritten([hotfix], [{ ...overwrite, sourceTree: 'mended' }]);
    expect(marked && overwrittenBy(marked)).toEqual(allowance);
  });
});

test('it is for all that is in the way and not allowed yet', () => {
  const allowed = { ...hotfix, overwritten: allowance };
  expect(boundTo([hotfix, manifests])).toEqual({ sourceTree: 'mended', manifests: 'edited' });
  expect(boundTo([allowed, manifests])).toEqual({ manifests: 'edited' });
  expect(boundTo([allowed])).toBeUndefined();
  expect(boundTo([])).toBeUndefined();
});
