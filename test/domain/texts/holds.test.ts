import { expect, test } from 'vitest';
import { readComment } from '../../../src/domain/commands/read-comment.ts';
import type { Held } from '../../../src/domain/holds/hold.ts';
import { commandReply } from '../../../src/domain/texts/commands/answer.ts';
import {
  frozenAnswer,
  holdAnswer,
  holdEndedAnswer,
  pastEndAnswer,
  unclearEndAnswer,
} from '../../../src/domain/texts/commands/hold.ts';
import {
  imageGoneText,
  overtakenRollbackText,
  rollbackMessage,
  rolledBackText,
} from '../../../src/domain/texts/commands/rollback.ts';
import { heldLine, withdrawnProblem, withdrawnThereText } from '../../../src/domain/texts/holds.ts';
import { rollbackProposedText } from '../../../src/domain/texts/rollback-proposal.ts';
import { proposal } from '../proposals.ts';
import { actedOn, hostile, outsideCode, render, tagsIn } from './rendering.ts';

const timezone = 'Europe/Berlin';
const at = '2026-11-25T12:00:00.000Z';
const held: Held = { kind: 'hold', by: 'ann', at, timezone };
const { deployment } = proposal;

test.each([
  [
    'nobody knows until when',
    held,
    '**qa** is held by ann since 2026-11-25 13:00 (Europe/Berlin), until somebody ends that.',
  ],
  [
    'until then, with a reason',
    { ...held, until: '2026-12-01T07:00:00.000Z', because: 'audit' },
    '**qa** is held by ann since 2026-11-25 13:00 (Europe/Berlin), until 2026-12-01 08:00 (Europe/Berlin): audit.',
  ],
  [
    'by a rollback',
    { ...held, wentBack: 'c'.repeat(40) },
    '**qa** was rolled back from release `ccccccc` by ann, which holds it since 2026-11-25 13:00 (Europe/Berlin), until somebody ends that.',
  ],
  [
    'by a freeze',
    { kind: 'freeze', because: 'weekend', until: '2026-11-30T07:00:00.000Z', timezone },
    '**qa** is frozen until 2026-11-30 08:00 (Europe/Berlin): weekend (`freeze` in `.tailrace.yml` on its branch).',
  ],
] as const)('%s', (_, what, line) => {
  expect(heldLine('qa', what)).toBe(line);
});

test('what only the newer manifests had is named, with the line that removes it; no name gets into a shell that is none', () => {
  const removed = [
    { kind: 'Secret', name: 'extra', namespace: 'churn-qa' },
    { kind: 'Secret', name: '$(reboot)', namespace: 'churn-qa' },
  ];
  const text = rolledBackText({
    environment: 'qa',
    from: deployment,
    to: deployment,
    removed,
    url: 'https://forge/c',
    commit: 'a'.repeat(40),
  });
  expect(text).toContain('<pre>kubectl delete secret extra -n churn-qa</pre>');
});

test('a rollback names its reason in its commit, and closes no issue by it', () => {
  const message = rollbackMessage('qa', {
    from: deployment,
    to: deployment,
    by: 'ann',
    because: 'fixes #12 @dana',
  });
  expect(message).toMatch(/^Roll qa back to /);
  expect(message).not.toMatch(/#12|@dana/);
});

test('hostile words act on nothing, and no answer is a command itself', () => {
  const bad = { ...held, by: hostile, because: hostile };
  const by = { ...deployment, by: hostile };
  const withdrawn = { environment: 'qa', release: 'c'.repeat(40), by: hostile, at, because: hostile };
  const refusal = {
    branch: hostile,
    reasons: ['pushers'],
    said: hostile,
    committer: { email: hostile },
  } as const;
  const texts = [
    holdAnswer(hostile, bad).text,
    frozenAnswer(hostile, { kind: 'freeze', because: hostile, until: at, timezone }).text,
    holdEndedAnswer(hostile, { running: by, next: by, frozen: undefined }).text,
    unclearEndAnswer({ way: 'until', text: hostile }).text,
    pastEndAnswer({ way: 'until', text: hostile }, at, timezone).text,
    overtakenRollbackText(hostile, by),
    imageGoneText('qa', by),
    withdrawnProblem(withdrawn).message,
    withdrawnThereText('qa', { ...withdrawn, kind: 'withdrawn', from: 'sandbox' }).message,
    rollbackProposedText({ environment: 'qa', from: by, to: by, by: hostile, base: hostile, refusal }, '#5'),
  ].map((text) => commandReply('id', text));
  for (const text of texts) {
    expect(readComment(text)).toEqual([]);
    const html = render(text.replace(/^<!--.*?-->/, ''));
    const ours = /^(p|code|strong|ul|li|details|summary|a)$/;
    expect([...tagsIn(html)].filter((tag) => !ours.test(tag))).toEqual([]);
    expect(actedOn(outsideCode(html)).filter((found) => found !== '#5')).toEqual([]);
  }
});
