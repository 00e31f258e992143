import { expect, test } from 'vitest';
import type { Approval, ApprovalRule } from '../../../src/domain/approvals/approval.ts';
import { parseGrant } from '../../../src/domain/permissions/grant.ts';
import {
  approvalText,
  approvalTitle,
  breachComment,
  notRequiredNote,
} from '../../../src/domain/texts/approvals.ts';
import { testComment } from '../../../src/domain/texts/test-comment.ts';
import { checkTitle } from '../../../src/domain/texts/verdict-line.ts';
import { actedOn, hostile, outsideCode, render } from './rendering.ts';
import { reportOf } from './reports.ts';

const ruleOf = (twoPeople: boolean, ...grants: string[]): ApprovalRule => ({
  ...{ twoPeople, grants: grants.flatMap((grant) => parseGrant(grant) ?? []) },
});
const risk = ruleOf(true, '@acme/risk');
const waits: Approval = { kind: 'waits', uncounted: [] };
const shown = (rule: ApprovalRule, approval: Approval) => ({
  ...reportOf({}),
  approval: { rule, approval },
});

test.each<[ApprovalRule, Approval, string | undefined]>([
  [risk, waits, 'waits for an approval by @acme/risk'],
  [ruleOf(false, 'admin', '@dana'), waits, 'waits for an approval by an administrator or @dana'],
  [ruleOf(false, 'maintain'), waits, 'waits for an approval by somebody with the role maintain'],
  [risk, { kind: 'not-known' }, 'the forge could not tell who approved this'],
  [risk, { kind: 'given', by: ['ann'] }, undefined],
])('the check of %j says who has to approve', (rule, approval, title) => {
  expect(approvalTitle({ rule, approval })).toBe(title);
  expect(checkTitle(shown(rule, approval))).toBe(title ?? checkTitle(reportOf({})));
});

test('the comment tells what to do, and only where two people are wanted who may not merge', () => {
  expect(testComment(shown(risk, waits))).toMatch(
    /### ✋ churn passed its test for sandbox and waits for an/,
  );
  expect(approvalText(shown(risk, { kind: 'given', by: ['ann'] }))).toContain('Somebody else than ann');
  const enough: Approval = { kind: 'given', by: ['ann', 'rita'] };
  expect(approvalText(shown(risk, enough))).toBe('Approved by **ann**, **rita**, who may promote.');
  const alone = approvalText(shown(ruleOf(false, 'admin'), { kind: 'given', by: ['ann'] }));
  expect(alone).toBe('Approved by **ann**, who may promote.');
});

test('nobody is mentioned by a name, and no name is Markdown', () => {
  const uncounted = [{ login: hostile, why: 'wrote-it' } as const];
  const texts = [
    approvalText(shown(risk, { kind: 'waits', uncounted })) ?? '',
    approvalText(shown(risk, { kind: 'given', by: [hostile] })) ?? '',
    breachComment('qa', risk, { kind: 'without', uncounted }),
    breachComment('qa', risk, { kind: 'alone', by: hostile }),
    notRequiredNote(hostile, hostile, hostile),
  ];
  for (const text of texts) expect(actedOn(outsideCode(render(text)))).toEqual([]);
});
