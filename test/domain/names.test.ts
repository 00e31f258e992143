import { expect, test } from 'vitest';
import {
  checkName,
  evidenceBranch,
  evidenceFolder,
  imageKey,
  isOwnBranch,
  isSourceTreeTag,
  marker,
  parsePromotionBranch,
  promotionBranch,
  pushRunFolder,
  runFolder,
  runsBranch,
  sourceTreeTag,
} from '../../src/domain/names.ts';

const commit = 'a'.repeat(40);

test('names are the same everywhere', () => {
  expect(checkName('qa')).toBe('tailrace/qa');
  expect(sourceTreeTag(commit)).toBe(`tree-${commit}`);
  expect(sourceTreeTag(commit, 'b'.repeat(64))).toBe(`tree-${commit}-bbbbbbbb`);
  expect(isSourceTreeTag(sourceTreeTag(commit, 'b'.repeat(64)))).toBe(true);
  expect(imageKey(commit)).toBe(commit);
  expect(imageKey(commit, 'b'.repeat(64))).toBe(`${commit}-${'b'.repeat(64)}`);
  expect(marker('test', 'qa')).toBe('<!-- tailrace:test:qa -->');
  expect(runFolder(7, commit, 'qa', 2)).toBe(`pulls/7/${commit}/qa/2`);
  expect(pushRunFolder(commit, 'qa', 1)).toBe(`pushes/${commit}/qa/1`);
  expect(evidenceFolder(commit, 'qa')).toBe(`releases/${commit}/qa`);
});

test('a promotion branch tells its environment; others tell nothing', () => {
  expect(parsePromotionBranch(promotionBranch('qa'))).toBe('qa');
  for (const other of [
    'qa',
    'tailrace/promote/',
    'tailrace/promote/a/b',
    'x/tailrace/promote/qa',
    evidenceBranch,
  ]) {
    expect(parsePromotionBranch(other)).toBeUndefined();
  }
});

test("Tailrace's own branches are known by their beginning", () => {
  expect([promotionBranch('qa'), evidenceBranch, runsBranch].every(isOwnBranch)).toBe(true);
  expect(['tailrace', 'tailrace-fixes', 'sandbox', 'me/tailrace/x'].some(isOwnBranch)).toBe(false);
});
