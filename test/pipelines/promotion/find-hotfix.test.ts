import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContainedHotfix } from '../../../src/domain/promotion/hotfix.ts';
import { findHotfix } from '../../../src/pipelines/promotion/find-hotfix.ts';
import { bareRepository } from '../bare-repository.ts';
import { type Branches, twoBranches } from './two-branches.ts';

let repository: ReturnType<typeof bareRepository>;
let branches: Branches;
beforeEach(() => {
  repository = bareRepository();
  branches = twoBranches(repository);
});
afterEach(() => repository.remove());

const lines = (...changed: string[]) => ['1', '2', '3', '4', '5', ...changed].join('\n');
const find = async (known?: ContainedHotfix) => findHotfix(branches.ports, await branches.leg(), known);

/** Both begin with the same release; then prod is mended. */
async function mended(files: Record<string, string> = { 'mend.py': 'mended' }): Promise<string> {
  await branches.release({ 'a.py': lines() });
  await branches.promote();
  return branches.push('prod', { 'a.py': lines(), ...files });
}

test('what a promotion brought, with manifests of its own, is no hotfix', async () => {
  await branches.release({ 'a.py': lines() });
  await branches.promote();
  await branches.release({ 'a.py': 'newer' });
  expect(await find()).toEqual({ kind: 'none' });
});

test('a hotfix is told with its commits, and with the files that a release lacks', async () => {
  const commit = await mended();
  await branches.release({ 'a.py': 'newer' });
  expect(await find()).toMatchObject({
    kind: 'hotfix',
    hotfix: {
      commits: [{ commit, subject: 'prod: a.py mend.py', author: { name: 'Tailrace' }, isMerge: false }],
      files: [{ path: 'mend.py', change: 'added' }],
    },
  });
});

test('it is contained where the source has the same change, whatever else it has', async () => {
  await mended();
  await branches.release({ 'a.py': 'newer', 'mend.py': 'mended' });
  expect(await find()).toMatchObject({ kind: 'contained', contained: { since: branches.now() } });
});

test('it is contained where the source had it once and made more of it, also if no release had it', async () => {
  await mended();
  await branches.push('sandbox', { 'a.py': lines(), 'mend.py': 'mended' });
  await branches.release({ 'a.py': lines(), 'mend.py': 'mended and polished' });
  expect(await find()).toMatchObject({ kind: 'contained' });
});

test('a second hotfix on the same lines is seen over the first, which the source has', async () => {
  await mended({ 'mend.py': 'mended' });
  await branches.release({ 'a.py': lines(), 'mend.py': 'mended' });
  const found = await find();
  const known = found.kind === 'contained' ? found.contained : undefined;
  await branches.push('prod', { 'a.py': lines('six'), 'mend.py': 'mended' });
  await branches.release({ 'a.py': lines(), 'mend.py': 'polished' });
  const lacking = { kind: 'hotfix', hotfix: { files: [{ path: 'a.py', change: 'changed' }] } };
  expect(await find(known)).toMatchObject(lacking);
  await branches.release({ 'a.py': lines('six'), 'mend.py': 'polished' });
  expect(await find(known)).toMatchObject({ kind: 'contained' });
});

test('where nothing was promoted yet, the commit at which both branches parted stands in', async () => {
  await branches.release({ 'a.py': lines() });
  await branches.branchOff();
  await branches.release({ 'a.py': 'newer' });
  expect(await find()).toEqual({ kind: 'none' });
  await branches.push('prod', { 'a.py': lines(), 'mend.py': 'mended' });
  expect(await find()).toMatchObject({ kind: 'hotfix', hotfix: { files: [{ path: 'mend.py' }] } });
});

test('where the branches never met, the difference is all that can be told', async () => {
  await branches.release({ 'a.py': lines() });
  await branches.push('prod', { 'b.py': 'somebody’s' });
  expect(await find()).toEqual({
    kind: 'unrelated',
    files: [
      { path: 'a.py', change: 'removed' },
      { path: 'b.py', change: 'added' },
    ],
  });
});
