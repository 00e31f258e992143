import { expect, test } from 'vitest';
import { holdBreaches } from '../../../src/pipelines/approvals/hold-breaches.ts';
import { type Line, worldOf } from './breach-stubs.ts';

const signal = new AbortController().signal;
const tip = { repository: { owner: 'acme', name: 'churn' }, branch: 'qa' };
const guarded = 'environments: [{name: sandbox}, {name: qa, two_people: true}]';
const open = 'environments: [{name: sandbox}, {name: qa}]';

/** What was asked of the forge, and what came of the branch's newest commits. */
async function after(line: Line) {
  const world = worldOf(line);
  await holdBreaches(world.ports, signal, { ...tip, head: line.commits.at(-1) ?? '' });
  return { asked: world.asked, held: world.held, told: world.told };
}

const merged = { delivered: 'base', pulls: { c1: 7 }, approvals: [], mergedBy: 'dana' };

test('where nobody wants an approval, the forge is asked nothing', async () => {
  const found = await after({ ...merged, commits: ['c1', 'c2'], files: { base: open, c1: open, c2: open } });
  expect(found).toEqual({ asked: [], held: [], told: [] });
});

test.each<[string, Partial<Line>, string[]]>([
  ['without an approval', {}, ['breach:7@head']],
  ['by the one who approved', { approvals: ['dana'] }, ['breach:7@head']],
  ['by another one', { approvals: ['ann'] }, []],
  ['without one, and takes the rule away', { files: { base: guarded, c1: open } }, ['breach:7@head']],
  ['without one, where it brings the rule', { files: { base: open, c1: guarded } }, []],
  ['as the first that has a configuration', { files: { c1: guarded } }, ['breach:7@head']],
  [
    'before another one',
    { commits: ['c1', 'c2'], pulls: { c1: 7, c2: 8 } },
    ['breach:7@head', 'breach:8@head'],
  ],
  ['as several commits', { commits: ['c1', 'c2'], pulls: { c1: 7, c2: 7 } }, ['breach:7@head']],
  ['onto a branch that never was delivered', { delivered: undefined }, ['breach:7@head']],
  ['and is delivered already', { delivered: 'c1' }, []],
  ['by a push, without a pull request', { pulls: {} }, []],
])('merged %s', async (_, change, held) => {
  const files = { base: guarded, c1: guarded, c2: guarded };
  const found = await after({ ...merged, commits: ['c1'], files, ...change });
  expect(found.held).toEqual(held);
  expect(found.told).toHaveLength(held.length);
});

test('where the forge can not tell who approved, nothing goes on', async () => {
  const line = { ...merged, commits: ['c1'], files: { base: guarded, c1: guarded }, approvals: undefined };
  await expect(after(line)).rejects.toThrow('the forge is away');
});
