import type { Configuration } from '../../domain/configuration/configuration.ts';
import { environmentOfBranch } from '../../domain/configuration/environment-order.ts';
import { type WhatGuards, whatGuards } from '../../domain/configuration/environment-plan.ts';
import { withheldSecrets } from '../../domain/policy/withheld-secrets.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import { configurationText } from '../../domain/texts/problems.ts';
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
  /** Secrets of the configuration that this run does not get: `guards` is without them. */
  readonly withheld: readonly string[];
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
