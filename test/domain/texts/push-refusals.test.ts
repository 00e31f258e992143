import { expect, test } from 'vitest';
import { goesByPullRequest, type PushRefusal, type RefusalReason } from '../../../src/domain/push-refusal.ts';
import { pushRefusedText } from '../../../src/domain/texts/push-refusals.ts';

function refusal(reason: RefusalReason, more: Partial<PushRefusal> = {}): PushRefusal {
  const committer = { email: 'tailrace@example.com' };
  return { branch: 'qa', reasons: [reason], keptIn: 'ruleset', said: 'GH013: no', committer, ...more };
}

function told(reason: RefusalReason, more: Partial<PushRefusal> = {}): string {
  return pushRefusedText(refusal(reason, more), 'manifests').message;
}

test('each reason has its title and its own remedy', () => {
  const reasons = ['pull-request', 'pushers', 'signature', 'workflows', 'merge-commits', 'access'] as const;
  const texts = reasons.map((reason) => pushRefusedText(refusal(reason), 'manifests'));
  expect(texts.map(({ title }) => title)).toEqual([
    "qa refuses Tailrace's push: changes there go through pull requests",
    "qa refuses Tailrace's push: only certain accounts may push there",
    "qa refuses Tailrace's push: commits there must be signed",
    "qa refuses Tailrace's push: a workflow file changes",
    "qa refuses Tailrace's push: merge commits are not allowed there",
    "qa refuses Tailrace's push: Tailrace's app may not write here",
  ]);
  expect(new Set(texts.map(({ message }) => message)).size).toBe(reasons.length);
});

test('the setting is named where it stands: in the protection of the branch, or in a ruleset', () => {
  expect(told('pull-request')).toContain('Rulesets → the ruleset for <code>qa</code> → Bypass list');
  const protection = { keptIn: 'protection' } as const;
  expect(told('pull-request', protection)).toContain(
    '"Allow specified actors to bypass required pull requests"',
  );
  expect(told('pushers', protection)).toContain('"Restrict who can push to matching branches"');
  expect(told('checks')).toContain('Rulesets → the ruleset for <code>qa</code> → Bypass list');
  expect(told('checks', protection)).toContain('Require them in a ruleset instead');
  expect(told('checks', protection)).not.toContain('bypass required pull requests');
});

test('a branch of our own is taken out of the rules', () => {
  const own = { branch: 'tailrace/evidence' };
  for (const reason of ['pull-request', 'checks', 'force-push', 'creation', 'merge-commits', 'rule'] as const)
    expect(told(reason, own)).toContain('Exclude by pattern → `tailrace/**/*`');
});

test('for signatures: how to make a key, or which account the key belongs to', () => {
  const make = told('signature');
  expect(make).toContain("`ssh-keygen -t ed25519 -N '' -C tailrace -f tailrace-signing-key`");
  expect(make).toContain('`TAILRACE_SIGNING_KEY_PATH`');
  expect(make).toContain('Key type: Signing Key');
  const committer = { email: 'bot@example.com', key: 'SHA256:abc' };
  const register = told('signature', { committer });
  expect(register).toContain('signs with the key <code>SHA256:abc</code>');
  expect(register).toContain('`TAILRACE_COMMIT_EMAIL`');
});

test('all reasons are told at once, with what GitHub said', () => {
  const text = told('signature', { reasons: ['signature', 'pull-request'] });
  expect(text).toMatch(
    /- \*\*Commits there must be signed\.\*\* .*\n- \*\*Changes there go through pull requests/,
  );
  expect(text).toContain('<pre>GH013: no</pre>');
});

test('a pull request helps only where nothing else stands in the way', () => {
  expect(goesByPullRequest(refusal('pull-request', { reasons: ['pull-request', 'checks', 'pushers'] }))).toBe(
    true,
  );
  expect(goesByPullRequest(refusal('pull-request', { reasons: ['signature', 'pull-request'] }))).toBe(false);
});
