import { type Finding, quoted } from '../yaml/mistake.ts';
import type { Configuration } from './configuration.ts';

/** Checks of a dataset that no environment has. */
export function checkDataChecks({
  dataChecks,
  environments,
}: Pick<Configuration, 'dataChecks' | 'environments'>): Finding[] {
  const datasets = new Set(environments.flatMap((each) => each.datasets.map(({ name }) => name)));
  return dataChecks
    .filter(({ dataset }) => !datasets.has(dataset))
    .map(({ dataset }) => ({
      path: ['data_checks', dataset],
      message: `There is no dataset ${quoted(dataset)}.`,
      remedy: 'Give the name of one of `datasets`, or remove its checks.',
    }));
}
