import type { Configuration, EnvironmentSettings } from './configuration.ts';

/** The environment whose branch this is, or undefined: most branches are nobody's. */
export function environmentOfBranch(
  configuration: Configuration,
  branch: string,
): EnvironmentSettings | undefined {
  return configuration.environments.find((environment) => environment.branch === branch);
}

/** The environment that a release is promoted to from this one; undefined after the last, and for an unknown name. */
export function nextEnvironment(configuration: Configuration, name: string): EnvironmentSettings | undefined {
  const index = configuration.environments.findIndex((environment) => environment.name === name);
  return index === -1 ? undefined : configuration.environments[index + 1];
}

/** Names of the environments before this one, first first; undefined for an unknown name. */
export function environmentsBefore(configuration: Configuration, name: string): string[] | undefined {
  const names = configuration.environments.map((environment) => environment.name);
  const index = names.indexOf(name);
  return index === -1 ? undefined : names.slice(0, index);
}
