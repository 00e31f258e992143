import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();

const ofRuleset = (...contexts: string[]) => ({
  type: 'required_status_checks',
  parameters: { required_status_checks: contexts.map((context) => ({ context })) },
});
const classic = (enforcement_level: string, ...contexts: string[]) => ({
  protection: { required_status_checks: { enforcement_level, contexts } },
});

test.each<[string, unknown[], unknown, string[]]>([
  ['no rules', [{ type: 'deletion' }], classic('off'), []],
  ['a ruleset', [ofRuleset('tailrace/qa', 'lint')], classic('off'), ['tailrace/qa', 'lint']],
  ['a classic protection', [], classic('everyone', 'tailrace/qa'), ['tailrace/qa']],
  ['both', [ofRuleset('lint')], classic('non_admins', 'tailrace/qa'), ['lint', 'tailrace/qa']],
  ['a protection that is off', [], classic('off', 'tailrace/qa'), []],
  ['a branch without protection', [], { protection: {} }, []],
])('the checks that %s requires', async (_, rules, branch, expected) => {
  installed();
  const github = await connect();
  api().get('/repos/acme/churn/rules/branches/qa').query({ per_page: 100 }).reply(200, rules);
  api().get('/repos/acme/churn/branches/qa').reply(200, branch);
  expect([...(await github.rules.requiredChecks(repository, 'qa'))]).toEqual(expected);
});
