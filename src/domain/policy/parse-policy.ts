import { explainIssues, type FileKind } from '../yaml/explain-issue.ts';
import type { Mistake } from '../yaml/mistake.ts';
import { placeFindings } from '../yaml/yaml-places.ts';
import { readYaml } from '../yaml/yaml-text.ts';
import { type Policy, policySchema } from './policy-schema.ts';

export type ParsedPolicy =
  | { readonly kind: 'ok'; readonly policy: Policy }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] };

const policyFile: FileKind = {
  schema: policySchema,
  smallest: 'Write at least `rules: [{name: everybody, repositories: ["acme/*"]}]`.',
};

/** Reads the file of `TAILRACE_POLICY`. Gives every mistake at once, in the file's order. */
export function parsePolicy(text: string): ParsedPolicy {
  const yaml = readYaml(text);
  if (yaml.kind === 'mistakes') return yaml;
  const parsed = policySchema.safeParse(yaml.value);
  if (parsed.success) return { kind: 'ok', policy: parsed.data };
  const findings = explainIssues(policyFile, parsed.error.issues, yaml.value);
  return { kind: 'mistakes', mistakes: placeFindings(findings, yaml.placeOf) };
}
