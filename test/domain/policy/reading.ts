import { allowancesFor } from '../../../src/domain/policy/allowances-for.ts';
import { judgeConfiguration } from '../../../src/domain/policy/judge-configuration.ts';
import { parsePolicy } from '../../../src/domain/policy/parse-policy.ts';
import type { Policy } from '../../../src/domain/policy/policy-schema.ts';
import { churn, configurationOf, smallest } from '../configuration/reading.ts';

export function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes, null, 2));
  return parsed.policy;
}

/** A policy of one rule, `models`, for every repository of acme, with these keys. */
export function ruleOf(keys: string): Policy {
  return policyOf(
    `clusters: {prod-eu: {context: eu}, prod-us: {context: us}}\nrules: [{name: models, repositories: ["acme/*"], ${keys}}]`,
  );
}

/** What a policy refuses of a file that begins with the smallest two lines. */
export function refusalsOf(policy: Policy, lines: string, held: readonly string[] = []) {
  const allowances = allowancesFor(policy, churn);
  const configuration = configurationOf(`${smallest}${lines}`, churn, allowances);
  const isHeld = (secret: string) => held.includes(secret);
  return judgeConfiguration(configuration, { repository: churn, allowances, isHeld });
}
