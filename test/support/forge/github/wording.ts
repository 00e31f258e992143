import type { Guarded, Violation, Wording } from '../violations.ts';

/**
 * GitHub's words for what its branches refuse. Read where people met them: foundry-rs/block-explorers#110 and
 * bcgov/bcparks.ca#1631 (classic protection), vercel/sandbox#169, gleam-lang/gleam#6080 and JRedrupp/bison#136 (rulesets),
 * georust/proj#178 (bypassed), winget-pkgs#377003, anza-xyz/kit#94 and reitermarkus/automerge#160 (the merge button); "About
 * protected branches" of GitHub's documentation (changes requested).
 */
export const githubWording: Wording = {
  refusedPush(guarded, violations) {
    if (!guarded.protection.ruleset) {
      const head = `error: GH006: Protected branch update failed for ${guarded.ref}.`;
      const lines = violations.map((violation) => `- ${sentence(violation)}`);
      return { says: [head, '', ...lines], status: 'protected branch hook declined' };
    }
    const head = [
      `error: GH013: Repository rule violations found for ${guarded.ref}.`,
      whereToReview(guarded),
    ];
    const status = 'push declined due to repository rule violations';
    return { says: [...head, '', ...violations.flatMap(paragraph)], status };
  },
  bypassed: ({ ref }, violations) => [
    `Bypassed rule violations for ${ref}:`,
    '',
    ...violations.flatMap(paragraph),
  ],
  refusedWorkflow(path) {
    const status = `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`;
    return { says: [], status };
  },
  refusedMerge({ ruleset }, violations) {
    const sentences = violations.map(sentence);
    if (!ruleset) return sentences.join(' ');
    return ['Repository rule violations found', ...sentences].map((line) => `${line}\n\n`).join('');
  },
};

function whereToReview({ repositoryUrl, ref }: Guarded): string {
  return `Review all repository rules at ${repositoryUrl}/rules?ref=${encodeURIComponent(ref)}`;
}

/** Of commits, rulesets name each. */
function paragraph(violation: Violation): string[] {
  const line = `- ${sentence(violation)}`;
  if (!('commits' in violation)) return [line, ''];
  const { commits } = violation;
  const count = commits.length === 1 ? '1 violation' : `${commits.length} violations`;
  return [line, `  Found ${count}:`, '', ...commits.map((sha) => `  ${sha}`), ''];
}

function sentence(violation: Violation): string {
  switch (violation.kind) {
    case 'pull-request':
      return 'Changes must be made through a pull request.';
    case 'merge-queue':
      return 'Changes must be made through the merge queue';
    case 'updaters':
      return 'Cannot update this protected ref.';
    case 'force-push':
      return 'Cannot force-push to this branch';
    case 'deletion':
      return 'Cannot delete this branch';
    case 'signatures':
      return 'Commits must have verified signatures.';
    case 'linear-history':
      return 'This branch must not contain merge commits.';
    case 'unsigned-rebase':
      return 'Base branch requires signed commits. Rebase merges cannot be automatically signed by GitHub';
    case 'reviews':
      return violation.needed === 1
        ? 'At least 1 approving review is required by reviewers with write access.'
        : `At least ${violation.needed} approving reviews are required by reviewers with write access.`;
    case 'changes-requested':
      return 'Changes have been requested.';
    case 'checks':
      return checksSentence(violation);
  }
}

function checksSentence({ required, expected, failing }: Extract<Violation, { kind: 'checks' }>): string {
  const missing = expected.length + failing.length;
  if (missing > 1) return `${missing} of ${required} required status checks ${stateOf(expected, failing)}.`;
  const [name] = [...expected, ...failing];
  return `Required status check "${name}" is ${expected.length > 0 ? 'expected' : 'failing'}.`;
}

function stateOf(expected: readonly string[], failing: readonly string[]): string {
  if (failing.length === 0) return 'are expected';
  if (expected.length === 0) return 'are failing';
  return `have not succeeded: ${expected.length} expected and ${failing.length} failing`;
}
