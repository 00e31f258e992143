import { expect, test } from 'vitest';
import type { Rollout } from '../../../src/domain/rollout/rollout.ts';
import { saysTheSame } from '../../../src/domain/rollout/says-the-same.ts';
import type { RolloutVerdict } from '../../../src/domain/rollout/verdict.ts';
import { rolloutComment, rolloutTitle } from '../../../src/domain/texts/rollout.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

const rollout: Rollout = {
  ...{ environment: 'qa', head: 'd'.repeat(40), run: 'r', name: 'churn', release: 'a'.repeat(40) },
  ...{ digest: 'sha256:1', target: { cluster: 'eu', namespace: 'churn-qa', deployment: 'churn' } },
  ...{ production: false, since: '2026-01-01T00:00:00Z', state: 'open', url: 'https://churn.example.com' },
};
const counts = { ready: 1, wanted: 3 };
const failed = { kind: 'failed', why: 'crash', ...counts, pod: 'churn-1', lines: ['no model'] } as const;

test.each<[RolloutVerdict, string, string]>([
  [{ kind: 'done', ready: 3, wanted: 3 }, 'qa: 3/3 pods ready', 'People reach it at'],
  [{ kind: 'waiting', ...counts, lines: [] }, 'qa: 1/3 pods ready', 'its pods are starting'],
  [{ kind: 'not-applied', late: false }, 'qa: waiting for the applier', 'does not have them yet.'],
  [
    { kind: 'not-applied', runs: 'b'.repeat(40), late: true },
    'qa: not applied to the cluster',
    '`bbbbbbb` runs there',
  ],
  [
    { kind: 'unreachable', lines: ['ECONNREFUSED'] },
    'qa: the cluster does not answer',
    '<pre>ECONNREFUSED</pre>',
  ],
  [failed, 'qa: 1/3 pods ready, a container ends again and again', '<pre>no model</pre>'],
  [
    { kind: 'failed', why: 'quota', ...counts, lines: ['exceeded quota'] },
    'qa: 1/3 pods ready, a quota is used up',
    'kubectl describe deployment churn -n churn-qa',
  ],
])('%j', (verdict, title, part) => {
  expect(rolloutTitle(rollout, verdict)).toBe(title);
  const comment = rolloutComment(rollout, verdict, true);
  expect(comment).toMatch(/^<!-- tailrace:rollout:qa -->\n\n### \S+ qa: /);
  expect(comment).toContain(part);
});

test('that the forge shows no environments is said, with what to do', () => {
  expect(rolloutComment(rollout, failed, true)).not.toContain('deployments: write');
  expect(rolloutComment(rollout, failed, false)).toContain(
    "accept the app's permission *deployments: write*",
  );
});

test('what a cluster says of hostile code is shown and does nothing', () => {
  const html = render(rolloutComment(rollout, { ...failed, pod: hostile, lines: [hostile] }, true));
  expect(actedOn(outsideCode(html))).toEqual([]);
  const tags = [...tagsIn(html)].filter((name) => !name.startsWith('!--'));
  expect(tags.toSorted()).toEqual(['code', 'h3', 'p', 'pre', 'sub']);
  expect(html).not.toContain('tailrace:test:prod -->');
});

test('of few pods each is news, of many each tenth; another failure always is', () => {
  const waiting = (ready: number, wanted: number): RolloutVerdict => ({
    kind: 'waiting',
    ready,
    wanted,
    lines: [],
  });
  expect(saysTheSame(undefined, waiting(0, 2))).toBe(false);
  expect(saysTheSame(waiting(1, 3), waiting(2, 3))).toBe(false);
  expect(saysTheSame(waiting(1, 3), { kind: 'waiting', ready: 1, wanted: 3, lines: ['probe'] })).toBe(true);
  expect(saysTheSame(waiting(21, 100), waiting(29, 100))).toBe(true);
  expect(saysTheSame(waiting(29, 100), waiting(30, 100))).toBe(false);
  expect(saysTheSame(failed, { ...failed, why: 'probe' })).toBe(false);
});
