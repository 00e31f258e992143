import { z } from 'zod';
import * as value from '../configuration/value-schemas.ts';
import { issueOf } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';
import { list } from './policy-values.ts';
import { rule } from './rule-schema.ts';

const cluster = z
  .union([
    z.strictObject({
      context: value.words.meta({ description: 'A context of the file that `KUBECONFIG` names.' }),
    }),
    z.strictObject({
      in_cluster: z.literal(true).meta({ description: 'The cluster that Tailrace itself runs in.' }),
    }),
  ])
  .meta({ title: 'a cluster', examples: [{ context: 'prod-eu' }] });

/** The file of `TAILRACE_POLICY` as operators write it. */
export const policySchema = z
  .strictObject({
    clusters: z
      .record(value.dnsLabel, cluster)
      .meta({
        title: 'a map of clusters',
        description:
          'The clusters that Tailrace looks into, each by the name that `cluster` of an environment has: `{context: …}` of the kubeconfig, or `{in_cluster: true}`. Default: none.',
        examples: [{ 'prod-eu': { context: 'prod-eu' } }],
      })
      .optional(),
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
  .check(({ value: { clusters = {}, rules }, issues }) => {
    rules.forEach((rule, index) => {
      rule.clusters?.forEach((name, at) => {
        if (!Object.hasOwn(clusters, name))
          issues.push(issueOf(unknownCluster(name), name, ['rules', index, 'clusters', at]));
      });
    });
  })
  .meta({ title: 'the policy' });

function unknownCluster(name: string) {
  return {
    is: `names a cluster that \`clusters\` of the policy does not have: ${quoted(name)}`,
    write: `Write ${quoted(`clusters: {${name}: {context: ${name}}}`)} above the rules.`,
  };
}

function secondOfName(name: string) {
  return { is: `is the name of an earlier rule: ${quoted(name)}`, write: 'Give it another name.' };
}

/** The operator's rules, as they were written and checked. */
export type Policy = z.infer<typeof policySchema>;
export type Rule = Policy['rules'][number];
