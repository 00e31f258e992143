import type { ApprovalRule, Breach, Uncounted } from '../approvals/approval.ts';
import { marker } from '../names.ts';
import type { Grant } from '../permissions/grant.ts';
import type { TestReport } from '../test-report.ts';
import { code, list, paragraphs, plain } from './markdown.ts';

/** Whose approval is missing, for the check's title. Undefined where it is there. Not Markdown. */
export function approvalTitle({ rule, approval }: NonNullable<TestReport['approval']>): string | undefined {
  switch (approval.kind) {
    case 'given':
      return undefined;
    case 'waits':
      return `waits for an approval by ${rule.grants.map(titleOf).join(' or ')}`;
    case 'not-known':
      return 'the forge could not tell who approved this';
  }
}

function titleOf(grant: Grant): string {
  switch (grant.kind) {
    case 'role':
      return grant.role === 'admin' ? 'an administrator' : `somebody with the role ${grant.role}`;
    case 'person':
      return `@${grant.login}`;
    case 'team':
      return `@${grant.organization}/${grant.slug}`;
  }
}

/** Whose approval the pull request has or lacks, and what to do about it. */
export function approvalText({ environment, approval: asked }: TestReport): string | undefined {
  if (!asked) return undefined;
  const { rule, approval } = asked;
  switch (approval.kind) {
    case 'given':
      return givenText(rule, approval.by);
    case 'waits':
      return waitsText(environment, rule, approval.uncounted);
    case 'not-known':
      return 'This environment wants an approval, and the forge could not be asked whether there is one by somebody who may give it. Without knowing that, the check stays closed. Run it again; where that goes on, the log of Tailrace says what the forge answered.';
  }
}

function givenText({ twoPeople }: ApprovalRule, by: readonly string[]): string {
  const [first, ...others] = by;
  const names = by.map((login) => `**${plain(login, 60)}**`).join(', ');
  return paragraphs([
    `Approved by ${names}, who may promote.`,
    twoPeople &&
      first !== undefined &&
      others.length === 0 &&
      `Somebody else than ${plain(first, 60)} has to merge it: two people are wanted here. A merge by the one who approved holds the environment.`,
  ]);
}

function waitsText(environment: string, rule: ApprovalRule, uncounted: readonly Uncounted[]): string {
  return paragraphs([
    `**${plain(environment)}** wants an approving review of this very head by ${whose(rule)}. The test is over: the check turns green by itself when such a review is submitted.`,
    uncounted.length > 0 && 'These approvals do not count:',
    uncounted.length > 0 && uncountedList(uncounted),
  ]);
}

function whose({ grants, twoPeople }: ApprovalRule): string {
  const may = grants.map(whoseOf).join(' or ');
  return twoPeople
    ? `${may}, who wrote none of the commits that it carries and is not the one who merges it`
    : may;
}

/** A name stands as code, so that nobody is mentioned by it. */
function whoseOf(grant: Grant): string {
  const title = titleOf(grant);
  return grant.kind === 'role' ? title : code(title, 100);
}

const reasons: Readonly<Record<Uncounted['why'], string>> = {
  'older-head': 'approved an older head',
  'may-not-promote': 'may not promote here',
  'wrote-it': 'wrote commits that are carried',
};

function uncountedList(uncounted: readonly Uncounted[]): string {
  return list(
    uncounted.map(({ login, why }) => `${plain(login, 60)} ${reasons[why]}`),
    (more) => `… and ${more} more`,
  );
}

/** The check can't keep anybody from merging where the branch does not require it. */
export function notRequiredNote(environment: string, branch: string, check: string): string {
  return `**Not enforced:** the forge does not require the check ${code(check)} on ${code(branch)}, so it lets people merge without the approval that **${plain(environment)}** wants; Tailrace only tells of that afterwards. An administrator of the repository has it required: **Settings → Rules → Rulesets → New branch ruleset**, target ${code(branch)}, **Require status checks to pass**, add ${code(check)}.`;
}

/** Why the environment is held. Not Markdown. */
export function breachReason(number: number, breach: Breach): string {
  return breach.kind === 'alone'
    ? `#${number} was merged by the only one who approved it, ${breach.by}`
    : `#${number} was merged without the approval that is wanted here`;
}

/** Told to whoever merged against the rule. */
export function breachComment(environment: string, rule: ApprovalRule, breach: Breach): string {
  const how = breach.kind === 'alone' ? 'merged by the only one who approved' : 'merged without an approval';
  const here = `**${plain(environment)}**`;
  const uncounted = breach.kind === 'without' ? breach.uncounted : [];
  return paragraphs([
    marker('approval', environment),
    `### ✋ ${plain(environment)} is held: ${how}`,
    breach.kind === 'alone'
      ? `${here} wants two people, and ${plain(breach.by, 60)} is the only one whose approval of this counts, and merged it too.`
      : `${here} wants an approving review of the merged head by ${whose(rule)}, and this had none.`,
    uncounted.length > 0 && 'These approvals do not count:',
    uncounted.length > 0 && uncountedList(uncounted),
    `So nothing of it is deployed: what ran before runs on. Somebody who may hold ${here} looks at it and writes \`/tailrace unhold ${environment}\`, which deploys it; or reverts the merge first.`,
  ]);
}
