import type { WhatGuards } from '../configuration/environment-plan.ts';

export interface Trust {
  readonly fork: boolean;
  /** The pull request brings its own rules. */
  readonly firstSetUp: boolean;
}

/** The secrets that a pull request's own run does not get: a fork none; one that brings its own rules those that the operator grants it. */
export function withheldSecrets(
  { secrets, allowances }: Pick<WhatGuards, 'secrets' | 'allowances'>,
  { fork, firstSetUp }: Trust,
): readonly string[] {
  return fork || (firstSetUp && !allowances.firstSetupSecrets) ? secrets : [];
}
