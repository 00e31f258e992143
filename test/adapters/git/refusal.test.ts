import { describe, expect, test } from 'vitest';
import { readRefusal } from '../../../src/adapters/git/refusal.ts';

const declined = ' ! [remote rejected] HEAD -> qa (protected branch hook declined)';
const violations = ' ! [remote rejected] HEAD -> qa (push declined due to repository rule violations)';

/** What git prints of GitHub's words, as people quoted it. */
function protection(...lines: string[]): string {
  const said = ['error: GH006: Protected branch update failed for refs/heads/qa.', '', ...lines];
  return printed(said, declined);
}

function ruleset(...lines: string[]): string {
  const said = [
    'error: GH013: Repository rule violations found for refs/heads/qa.',
    'Review all repository rules at https://github.com/acme/churn/rules?ref=refs%2Fheads%2Fqa',
    '',
    ...lines,
  ];
  return printed(said, violations);
}

function printed(said: readonly string[], status: string): string {
  const remote = said.map((line) => `remote: ${line}        `);
  return [...remote, 'To https://github.com/acme/churn', status, 'error: failed to push some refs'].join(
    '\n',
  );
}

const workflow =
  'refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission';

describe("GitHub's words are told apart", () => {
  test.each([
    [['pull-request'], 'protection', protection('error: Changes must be made through a pull request.')],
    [
      ['pull-request'],
      'protection',
      protection('error: At least 1 approving review is required by reviewers with write access.'),
    ],
    [['checks'], 'ruleset', ruleset('- 3 of 3 required status checks are expected.')],
    [['checks'], 'protection', protection('- Required status check "tailrace/qa" is expected.')],
    [['pull-request'], 'ruleset', ruleset('- Changes must be made through the merge queue')],
    [
      ['pushers', 'pull-request'],
      'protection',
      protection(
        '- Changes must be made through a pull request.',
        "- You're not authorized to push to this branch. Visit https://docs.github.com/ for more information.",
      ),
    ],
    [
      ['signature'],
      'ruleset',
      ruleset('- Commits must have verified signatures.', '  Found 1 violation:', `  ${'a'.repeat(40)}`),
    ],
    [
      ['workflows', 'merge-commits', 'creation'],
      'ruleset',
      ruleset(
        '- Cannot create ref due to creations being restricted.',
        '- This branch must not contain merge commits.',
        `- ${workflow}`,
      ),
    ],
    [['workflows'], undefined, printed([], ` ! [remote rejected] HEAD -> qa (${workflow})`)],
    [
      ['queued'],
      'protection',
      protection('error: A pull request for this branch has been added to a merge queue. Branches that'),
    ],
    [['force-push'], 'ruleset', ruleset('- Cannot force-push to this branch')],
    [['secret'], 'ruleset', ruleset('- GITHUB PUSH PROTECTION', '    - Push cannot contain secrets')],
    [['rule'], 'ruleset', ruleset('- Commit message must match a given regex pattern: ^JIRA-')],
    [
      ['file-size'],
      undefined,
      printed(
        ['error: GH001: Large files detected.'],
        ' ! [remote rejected] HEAD -> qa (pre-receive hook declined)',
      ),
    ],
  ] as const)('%j (%s)', (reasons, keptIn, text) => {
    expect(readRefusal(text)).toMatchObject({ reasons, keptIn });
  });

  test('a push that the app may not make at all has no status line', () => {
    const text = 'remote: Write access to repository not granted.\nfatal: unable to access: error: 403';
    expect(readRefusal(text)?.reasons).toEqual(['access']);
  });

  test('what was no refusal is none', () => {
    expect(readRefusal('fatal: unable to access: Could not resolve host: github.com')).toBeUndefined();
  });
});

test("what is shown are GitHub's words, without git's marks", () => {
  expect(readRefusal(ruleset('- Commits must have verified signatures.'))?.said).toBe(
    [
      'error: GH013: Repository rule violations found for refs/heads/qa.',
      'Review all repository rules at https://github.com/acme/churn/rules?ref=refs%2Fheads%2Fqa',
      '- Commits must have verified signatures.',
      'push declined due to repository rule violations',
    ].join('\n'),
  );
});
