import { expect, test } from 'vitest';
import { rollbackTarget } from '../../../src/domain/holds/rollback-target.ts';
import type { Deployment } from '../../../src/domain/release.ts';
import { proposal } from '../proposals.ts';

/** What ran, newest first, each by one letter: its release. */
const ran = (letters: string): Deployment[] =>
  [...letters].map((letter, index) => ({
    ...proposal.deployment,
    head: `${index}`.repeat(40),
    release: { ...proposal.deployment.release, commit: letter.repeat(40) },
  }));

const nameOf = ({ release }: Deployment) => release.commit.slice(0, 1);

test.each([
  ['the one before', 'ba', '', undefined, 'a'],
  ['of three, the one before', 'cba', '', undefined, 'b'],
  ['one that was not withdrawn', 'cba', 'b', undefined, 'a'],
  ['after a rollback, the next good one before', 'bcba', 'c', undefined, 'a'],
  ['another release than the one that runs, though that was deployed twice', 'bba', '', undefined, 'a'],
  ['the named one', 'cba', '', 'a', 'a'],
  ['the named one, though it was withdrawn: a rollback of a rollback', 'bcba', 'c', 'c', 'c'],
  ['nothing where nothing ran', '', '', undefined, 'nothing runs'],
  ['nothing where the very first release runs', 'a', '', undefined, 'nothing before'],
  ['nothing where all before were withdrawn', 'ba', 'a', undefined, 'nothing before'],
  ['nothing where the named one never ran there', 'ba', '', 'd', 'never there'],
  ['nothing where the named one runs', 'ba', '', 'b', 'runs already'],
])('goes back to %s', (_, deployed, withdrawn, named, expected) => {
  const there = {
    deployments: ran(deployed),
    withdrawn: new Set([...withdrawn].map((letter) => letter.repeat(40))),
  };
  const target = rollbackTarget(there, named?.repeat(40));
  expect(target.kind === 'found' ? nameOf(target.to) : target.kind).toBe(expected);
});

test('what runs now is what goes', () => {
  const target = rollbackTarget({ deployments: ran('cba'), withdrawn: new Set() }, 'a'.repeat(40));
  expect(target.kind === 'found' && nameOf(target.from)).toBe('c');
});
