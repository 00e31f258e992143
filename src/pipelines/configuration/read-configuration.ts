import type { Configuration } from '../../domain/configuration/configuration.ts';
import { gitOpsFolders } from '../../domain/configuration/gitops-folders.ts';
import { parseConfiguration } from '../../domain/configuration/parse-configuration.ts';
import { allowancesFor } from '../../domain/policy/allowances-for.ts';
import { judgeConfiguration } from '../../domain/policy/judge-configuration.ts';
import type { Operator } from '../../domain/policy/operator.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Mistake } from '../../domain/yaml/mistake.ts';
import type { Git, GitReader, GitWriter } from '../../ports/git.ts';

export const configurationFile = '.tailrace.yml';

export type ConfigurationAt =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'mistakes';
      readonly mistakes: readonly Mistake[];
      /** The configuration, where nothing is wrong with it but what the operator does not allow. */
      readonly refused?: Configuration;
    }
  | { readonly kind: 'ok'; readonly configuration: Configuration };

export interface FilePorts {
  readonly git: Pick<GitReader, 'read'>;
  readonly operator: Operator;
}

export interface ConfigurationPorts extends FilePorts {
  readonly git: GitReader;
}

/** Reads and checks `.tailrace.yml` of a commit or tree, also against what the operator allows. */
export async function readConfiguration(
  { git, operator }: FilePorts,
  repository: RepositoryRef,
  treeish: string,
): Promise<ConfigurationAt> {
  const text = await git.read(repository, treeish, configurationFile);
  if (!text) return { kind: 'none' };
  const allowances = allowancesFor(operator.policy, repository);
  const parsed = parseConfiguration(text.toString(), { repository, allowances });
  if (parsed.kind === 'mistakes') return parsed;
  const isHeld = (secret: string) => Object.hasOwn(operator.secrets, secret);
  const { configuration } = parsed;
  const mistakes = judgeConfiguration(configuration, { repository, allowances, isHeld });
  return mistakes.length > 0 ? { kind: 'mistakes', mistakes, refused: configuration } : parsed;
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

/** The source tree of a commit, by its own configuration; where that can't be read, these folders are left out instead. */
export async function sourceTreeAt(
  ports: ConfigurationPorts & { readonly git: Git },
  repository: RepositoryRef,
  commit: string,
  otherwise: readonly string[],
): Promise<string> {
  const [{ tree }, found] = await Promise.all([
    ports.git.commit(repository, commit),
    readConfiguration(ports, repository, commit),
  ]);
  const folders = found.kind === 'ok' ? gitOpsFolders(found.configuration) : otherwise;
  const own = found.kind === 'none' ? [] : folders;
  return ports.git.edit(
    repository,
    tree,
    own.map((path) => ({ kind: 'remove', path })),
  );
}
