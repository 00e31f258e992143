import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import {
  type WhatGuards,
  type WhatRuns,
  whatGuards,
  whatRuns,
} from '../../domain/configuration/environment-plan.ts';
import { type GitOpsLocation, gitOpsLocation } from '../../domain/gitops-location.ts';
import { refusedKinds } from '../../domain/manifests/refused-kinds.ts';
import type { Allowances } from '../../domain/policy/allowances.ts';
import { withheldSecrets } from '../../domain/policy/withheld-secrets.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import { locationMovesNote } from '../../domain/texts/gitops-location.ts';
import {
  configurationText,
  conflictText,
  manifestMistakesText,
  missingFilesText,
  removedConfigurationText,
  removedEnvironmentText,
} from '../../domain/texts/problems.ts';
import { withheldSecretsNote } from '../../domain/texts/secrets.ts';
import type { Git } from '../../ports/git.ts';
import {
  type ConfigurationAt,
  type ConfigurationPorts,
  readConfiguration,
  sourceTreeOf,
} from '../configuration/read-configuration.ts';
import { templatesIn } from '../manifests/templates-in.ts';
import { lookAtTree, type TreeParts } from './look-at-tree.ts';

export interface PlanPorts extends ConfigurationPorts {
  readonly git: Git;
}

export interface Tips {
  readonly base: string;
  readonly baseBranch: string;
  readonly head: string;
  readonly fork: boolean;
}

/** What guards a pull request, and where that was read. */
export interface Guarding {
  readonly configuration: Configuration;
  readonly guards: WhatGuards;
  /** The base has no configuration yet: the pull request brings its own rules. */
  readonly firstSetUp: boolean;
  /** Secrets of the configuration that this run does not get: `guards` is without them. */
  readonly withheld: readonly string[];
}

export interface TestPlan {
  readonly sourceTree: string;
  readonly runs: WhatRuns;
  readonly parts: TreeParts;
  /** Where the manifests go once this tree is on the environment's branch. */
  readonly location: GitOpsLocation;
  readonly notes: readonly string[];
}

/**
 * Which environment a pull request goes into and what guards it: the configuration at the base branch's head, or, where that has none (or
 * one that can't be read), the pull request's own. Undefined where it is none of our business; a problem where neither can be read.
 */
export async function planGuarding(
  ports: ConfigurationPorts,
  repository: RepositoryRef,
  { base, head, baseBranch, fork }: Tips,
): Promise<Guarding | Problem | undefined> {
  const atBase = await readConfiguration(ports, repository, base);
  const chosen = atBase.kind === 'ok' ? atBase : await readConfiguration(ports, repository, head);
  if (chosen.kind === 'none') return undefined;
  if (chosen.kind === 'mistakes') return configurationText(chosen.mistakes, 'of this pull request');
  const environment = environmentOfBranch(chosen.configuration, baseBranch)?.name;
  const guards = environment && whatGuards(chosen.configuration, environment);
  if (!guards) return undefined;
  const firstSetUp = atBase.kind !== 'ok';
  const withheld = withheldSecrets(guards, { fork, firstSetUp });
  const secrets = guards.secrets.filter((name) => !withheld.includes(name));
  return { configuration: chosen.configuration, guards: { ...guards, secrets }, firstSetUp, withheld };
}

/** What would run if the pull request were merged, or the first thing that is in the way of it. */
export async function planTest(
  ports: PlanPorts,
  repository: RepositoryRef,
  tips: Tips,
  guarding: Guarding,
): Promise<TestPlan | Problem> {
  const merge = await ports.git.merge(repository, tips.base, tips.head);
  if (merge.kind === 'conflict') return conflictText(tips.baseBranch, merge.files);
  const planned = await planTree(
    ports,
    repository,
    merge.tree,
    guarding.guards.environment,
    'that the merge would give',
  );
  if ('title' in planned) return planned;
  return {
    ...planned,
    notes: [...notesOf(guarding, planned.configuration), ...moves(repository, guarding, planned)],
  };
}

/** What runs of a tree in an environment, or the first thing that is in the way of it. `where` names the tree for people. */
export async function planTree(
  ports: PlanPorts,
  repository: RepositoryRef,
  tree: string,
  environment: string,
  where: string,
): Promise<(Omit<TestPlan, 'notes'> & { readonly configuration: Configuration }) | Problem> {
  const found = await readConfiguration(ports, repository, tree);
  const problem = problemOf(found, where);
  if (problem || found.kind !== 'ok') return problem ?? removedConfigurationText();
  const { configuration } = found;
  const runs = whatRuns(configuration, environment);
  const guards = whatGuards(configuration, environment);
  if (!runs || !guards) return removedEnvironmentText(environment);
  const sourceTree = await sourceTreeOf(ports.git, repository, tree, configuration);
  const looked = await lookAtTree(ports.git, repository, sourceTree, runs);
  if (looked.kind === 'missing') return missingFilesText(looked.missing);
  const refused = await kindsRefused(ports.git, repository, sourceTree, runs, configuration.allowances);
  const location = gitOpsLocation(repository, runs, guards);
  return refused ?? { configuration, sourceTree, runs, parts: looked.parts, location };
}

/** All else in templates is judged when they are rendered; what the operator does not allow is not even built. */
async function kindsRefused(
  git: Git,
  repository: RepositoryRef,
  sourceTree: string,
  { templates, serve }: WhatRuns,
  allowances: Allowances,
): Promise<Problem | undefined> {
  if (templates === undefined || serve.kind === 'nothing') return undefined;
  const mistakes = refusedKinds(await templatesIn(git, repository, sourceTree, templates), allowances);
  return mistakes.length > 0 ? manifestMistakesText(mistakes) : undefined;
}

function problemOf(found: ConfigurationAt, where: string): Problem | undefined {
  if (found.kind === 'none') return removedConfigurationText();
  return found.kind === 'mistakes' ? configurationText(found.mistakes, where) : undefined;
}

function notesOf({ guards, firstSetUp, withheld }: Guarding, merged: Configuration): string[] {
  const changed = whatGuards(merged, guards.environment);
  const standing = { ...guards, secrets: [...guards.secrets, ...withheld] };
  return [
    ...(firstSetUp
      ? [
          '**First set-up:** the base branch has no `.tailrace.yml` that can be used, so the rules of this pull request itself were used.',
        ]
      : []),
    ...(withheld.length > 0 ? [withheldSecretsNote(withheld)] : []),
    ...(changed && !isDeepStrictEqual(plainData(changed), plainData(standing))
      ? [
          '**The rules change:** this pull request changes what guards the environment (gates, limits, names). The old rules were used here; the new ones hold after the merge.',
        ]
      : []),
  ];
}

/** Whether the manifests go elsewhere after the merge. */
function moves(
  repository: RepositoryRef,
  { configuration, guards, firstSetUp }: Guarding,
  { location }: Pick<TestPlan, 'location'>,
): string[] {
  const runs = whatRuns(configuration, guards.environment);
  const before = runs && gitOpsLocation(repository, runs, guards);
  return before && !firstSetUp && !isDeepStrictEqual(before, location)
    ? [locationMovesNote(before, location)]
    : [];
}

function plainData(guards: WhatGuards): unknown {
  return JSON.parse(JSON.stringify(guards));
}
