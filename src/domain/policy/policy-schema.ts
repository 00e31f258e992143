import { z } from 'zod';
import { issueOf } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { list } from './policy-values.ts';
import { rule } from './rule-schema.ts';

/** The file of `TAILRACE_POLICY` as operators write it. */
export const policySchema = z
  .strictObject({
    rules: list(rule, 'a list of rules', { name: 'everybody', repositories: ['acme/*'] })
      .check(({ value: rules, issues }) => {
        rules.forEach(({ name }, index) => {
          if (rules.findIndex((other) => other.name === name) < index)
            issues.push(issueOf(secondOfName(name), name, [index, 'name']));
        });
      })
      .meta({
        description:
          'The first rule whose patterns a repository matches holds for it, whole; the default policy holds for all others.',
      }),
  })
  .meta({ title: 'the policy' });

function secondOfName(name: string) {
  return { is: `is the name of an earlier rule: ${quoted(name)}`, write: 'Give it another name.' };
}

/** The operator's rules, as they were written and checked. */
export type Policy = z.infer<typeof policySchema>;
export type Rule = Policy['rules'][number];
