import { describe, expect, test } from 'vitest';
import { isContained, isKnownContained, treesBelow } from '../../../src/domain/promotion/hotfix.ts';
import { cameFrom, onTheRoad } from '../../../src/domain/promotion/on-the-road.ts';
import type { Deployment } from '../../../src/domain/release.ts';

const known = { over: 'promoted', sourceTree: 'mended', since: '2026-03-01T00:00:00Z' };
const question = { over: 'promoted', sourceTree: 'mended', deployedAt: '2026-03-01T00:00:00Z' };

describe('once contained, always', () => {
  test.each([
    ['the release that was found to have it', {}, true],
    ['every later one, whatever it made of it', { deployedAt: '2026-04-01T00:00:00Z' }, true],
    ['not an older one, which a pin may hold', { deployedAt: '2026-02-01T00:00:00Z' }, false],
    ['not a newer hotfix on top of it', { sourceTree: 'mended twice' }, false],
    ['not after the next promotion', { over: 'promoted later' }, false],
  ])('%s', (_, change, expected) => {
    expect(isKnownContained(known, { ...question, ...change })).toBe(expected);
  });

  test('nothing is known at first', () => {
    expect(isKnownContained(undefined, question)).toBe(false);
  });
});

test('a hotfix on top of a contained one is looked for over that, too', () => {
  const next = { ...question, sourceTree: 'mended twice' };
  expect(treesBelow(known, next)).toEqual(['promoted', 'mended']);
  expect(treesBelow(undefined, next)).toEqual(['promoted']);
  expect(treesBelow(known, { ...next, over: 'promoted later' })).toEqual(['promoted later']);
  expect(treesBelow(known, { ...next, deployedAt: '2026-02-01T00:00:00Z' })).toEqual(['promoted']);
});

test('what merging into changes nothing has it already', () => {
  expect(isContained({ kind: 'tree', tree: 'a' }, 'a')).toBe(true);
  expect(isContained({ kind: 'tree', tree: 'b' }, 'a')).toBe(false);
  expect(isContained({ kind: 'conflict' }, 'a')).toBe(false);
});

function deployed(commit: string, at: string, hotfixOf?: string): Deployment {
  const image = { repository: 'registry.example.com/acme/churn', digest: 'sha256:1', exposedPorts: [] };
  return {
    release: { commit, sourceTree: `tree of ${commit}`, image, hotfixOf },
    ...{ environment: 'qa', head: `head of ${commit} ${at}`, testResult: 'first', by: 'ada', at },
    evidence: { commit: 'e', path: 'releases/1' },
  };
}

test('hotfixes stay where they are', () => {
  const list = [deployed('c', '3', 'qa'), deployed('b', '2'), deployed('a', '1')];
  expect(onTheRoad(list).map(({ release }) => release.commit)).toEqual(['b', 'a']);
});

test('a promotion came from the newest deployment of its release that was there by then', () => {
  const source = [deployed('a', '5'), deployed('b', '3'), deployed('a', '2'), deployed('a', '1')];
  expect(cameFrom(source, deployed('a', '4'))?.at).toBe('2');
  expect(cameFrom(source, deployed('b', '4'))?.at).toBe('3');
  expect(cameFrom(source, deployed('c', '4'))).toBeUndefined();
});
