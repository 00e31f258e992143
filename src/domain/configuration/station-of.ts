import type { Station } from '../release.ts';
import type { Configuration } from './configuration.ts';
import { nextEnvironment } from './environment-order.ts';

/** What a configuration says of an environment's place on the road. */
export function stationOf(configuration: Configuration, environment: string, branch: string): Station {
  const { timezone, environments } = configuration;
  const freeze = environments.find(({ name }) => name === environment)?.freeze;
  const nextBranch = nextEnvironment(configuration, environment)?.branch;
  return { branch, environment, nextBranch, freeze, timezone };
}
