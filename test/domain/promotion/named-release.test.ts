import { describe, expect, test } from 'vitest';
import { findNamed, parseReleaseName } from '../../../src/domain/promotion/named-release.ts';
import type { Deployment } from '../../../src/domain/release.ts';

const deployed = (commit: string, digest: string, pullRequest: number): Deployment => ({
  ...{ environment: 'sandbox', head: `ee${commit.slice(2)}`, testResult: 'first', by: 'ada', at: '1' },
  release: {
    commit,
    sourceTree: `dd${commit.slice(2)}`,
    image: { repository: 'registry.example.com/acme/churn', digest: `sha256:${digest}`, exposedPorts: [] },
  },
  ...{ pullRequest, evidence: { commit: 'e', path: 'releases/1' } },
});

const one = deployed(`abc1234${'1'.repeat(33)}`, '7'.repeat(64), 12);
const two = deployed(`abc1234${'2'.repeat(33)}`, '8'.repeat(64), 13);
const tags = new Map([
  ['v1.2', one.release.commit],
  ['merged', two.head],
  ['2222222', one.release.commit],
  ['elsewhere', 'f'.repeat(40)],
]);

function named(written: string): unknown {
  const name = parseReleaseName(written);
  if (!name) return 'no name';
  const found = findNamed(name, [two, one, one], tags.get(written));
  return found.kind === 'found' ? found.release.commit : found.kind;
}

describe('a release is named by', () => {
  test.each([
    ['its commit', one.release.commit, one],
    ['the beginning of it', 'abc12341', one],
    ['in capitals, too', 'ABC12342', two],
    ['the commit that brought it', two.head.slice(0, 10), two],
    ['the digest of its image', `sha256:${'7'.repeat(64)}`, one],
    ['the beginning of that', 'sha256:8888888', two],
    ['without its kind', '7777777', one],
    ['a tag', 'v1.2', one],
    ['a tag on the commit that brought it', 'merged', two],
    ['a tag of digits, which goes before all else', '2222222', one],
    ['the tag of its image', `tree-${one.release.sourceTree}`, one],
    ['the pull request that brought it', '#13', two],
  ])('%s', (_, written, { release }) => {
    expect(named(written)).toBe(release.commit);
  });

  test.each([
    ['several begin so', 'abc1234', 'ambiguous'],
    ['too few digits', 'abc123', 'unknown'],
    ['a pull request that brought none', '#14', 'unknown'],
    ['a tag on no release', 'elsewhere', 'unknown'],
    ['no tag of that name', 'v9', 'unknown'],
    ['a number that is none', '#0', 'no name'],
    ['what git would read as a pattern', 'v*', 'no name'],
    ['an option', '--upload-pack=x', 'no name'],
    ['nothing', '', 'no name'],
  ])('not by: %s', (_, written, expected) => {
    expect(named(written)).toBe(expected);
  });
});
