import type { Configuration } from '../../../src/domain/configuration/configuration.ts';
import { parseConfiguration } from '../../../src/domain/configuration/parse-configuration.ts';
import { defaultAllowances } from '../../../src/domain/policy/allowances.ts';
import type { Mistake } from '../../../src/domain/yaml/mistake.ts';

export const churn = { owner: 'acme', name: 'churn' };

/** The two lines that every file needs; what a test is about comes on line 3. */
export const smallest = 'notebook: notebooks/evaluate.ipynb\nimage: registry.example.com/acme/churn\n';

export function configurationOf(
  text: string,
  repository = churn,
  allowances = defaultAllowances,
): Configuration {
  const parsed = parseConfiguration(text, { repository, allowances });
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes, null, 2));
  return parsed.configuration;
}

export function mistakesOf(text: string, repository = churn): Mistake[] {
  const parsed = parseConfiguration(text, { repository });
  if (parsed.kind === 'ok') throw new Error('The file has no mistakes.');
  return parsed.mistakes;
}
