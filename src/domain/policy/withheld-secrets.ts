import type { WhatGuards } from '../configuration/environment-plan.ts';

export interface Trust {
  readonly fork: boolean;
  /** What names the secrets is the pull request's own. */
  readonly ownRules: boolean;
}

/** The secrets that a pull request's own run does not get: a fork none; one that brings its own rules those that the operator grants it. */
export function withheldSecrets(
  { secrets, allowances }: Pick<WhatGuards, 'secrets' | 'allowances'>,
  { fork, ownRules }: Trust,
): readonly string[] {
  return fork || (ownRules && !allowances.firstSetupSecrets) ? secrets : [];
}
