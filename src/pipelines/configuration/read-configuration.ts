import type { Configuration } from '../../domain/configuration/configuration.ts';
import { checkAgainstDefaultPolicy } from '../../domain/configuration/default-policy.ts';
import { gitOpsFolders } from '../../domain/configuration/gitops-folders.ts';
import { parseConfiguration } from '../../domain/configuration/parse-configuration.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Mistake } from '../../domain/yaml/mistake.ts';
import type { GitReader, GitWriter } from '../../ports/git.ts';

export const configurationFile = '.tailrace.yml';

export type ConfigurationAt =
  | { readonly kind: 'none' }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly Mistake[] }
  | { readonly kind: 'ok'; readonly configuration: Configuration };

/** Reads and checks `.tailrace.yml` of a commit or tree, also against what the operator allows. */
export async function readConfiguration(
  git: GitReader,
  repository: RepositoryRef,
  treeish: string,
): Promise<ConfigurationAt> {
  const text = await git.read(repository, treeish, configurationFile);
  if (!text) return { kind: 'none' };
  const parsed = parseConfiguration(text.toString(), { repository });
  if (parsed.kind === 'mistakes') return parsed;
  const refused = checkAgainstDefaultPolicy(parsed.configuration, repository);
  return refused.length > 0 ? { kind: 'mistakes', mistakes: refused } : parsed;
}

/** The source tree of a tree: without the GitOps folders that its own configuration gives its environments. */
export function sourceTreeOf(
  git: GitWriter,
  repository: RepositoryRef,
  tree: string,
  configuration: Configuration,
): Promise<string> {
  return git.edit(
    repository,
    tree,
    gitOpsFolders(configuration).map((path) => ({ kind: 'remove', path })),
  );
}
