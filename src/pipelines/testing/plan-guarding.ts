import type { Configuration } from '../../domain/configuration/configuration.ts';
import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import { type WhatGuards, whatGuards } from '../../domain/configuration/environment-plan.ts';
import { withJudgedOf } from '../../domain/policy/with-judged-of.ts';
import { withheldSecrets } from '../../domain/policy/withheld-secrets.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import { configurationText, removedEnvironmentText } from '../../domain/texts/problems.ts';
import { type ConfigurationPorts, readConfiguration } from '../configuration/read-configuration.ts';

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
  /** The operator does not allow what the base's configuration asks for: the pull request's own was used where the operator judges. */
  readonly refused: boolean;
  /** Secrets of the configuration that this run does not get: `guards` is without them. */
  readonly withheld: readonly string[];
}

/**
 * Which environment a pull request goes into and what guards it: the configuration at the base branch's head, or, where that has none (or
 * one that can't be read), the pull request's own. Where the operator does not allow what stands there, all but what the operator judges stands
 * nevertheless: its gates are no less than before. Undefined where it is none of our business; a problem where neither can be read.
 */
export async function planGuarding(
  ports: ConfigurationPorts,
  repository: RepositoryRef,
  { base, head, baseBranch, fork }: Tips,
): Promise<Guarding | Problem | undefined> {
  const atBase = await readConfiguration(ports, repository, base);
  const own = atBase.kind === 'ok' ? atBase : await readConfiguration(ports, repository, head);
  if (own.kind === 'none') return undefined;
  if (own.kind === 'mistakes') return configurationText(own.mistakes, 'of this pull request');
  const refused = atBase.kind === 'mistakes' ? atBase.refused : undefined;
  const configuration = refused ?? own.configuration;
  const environment = environmentOfBranch(configuration, baseBranch)?.name;
  if (!environment) return undefined;
  const proposed = whatGuards(own.configuration, environment);
  if (!proposed) return removedEnvironmentText(environment);
  const standing = refused && whatGuards(refused, environment);
  const guards = standing ? withJudgedOf(standing, proposed) : proposed;
  const firstSetUp = atBase.kind !== 'ok' && !refused;
  const withheld = withheldSecrets(guards, { fork, ownRules: atBase.kind !== 'ok' });
  const secrets = guards.secrets.filter((name) => !withheld.includes(name));
  const rest = { firstSetUp, refused: refused !== undefined, withheld };
  return { configuration, guards: { ...guards, secrets }, ...rest };
}
