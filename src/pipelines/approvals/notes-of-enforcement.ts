import type { WhatGuards } from '../../domain/configuration/environment-plan.ts';
import { checkName } from '../../domain/names.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { notRequiredNote } from '../../domain/texts/approvals.ts';
import type { BranchRules } from '../../ports/forge.ts';

/** Where the forge lets people merge without the check, an approval that the environment wants keeps nobody from it: that is said. */
export async function notesOfEnforcement(
  rules: Pick<BranchRules, 'requiredChecks'>,
  repository: RepositoryRef,
  { approval, environment }: WhatGuards,
  branch: string,
): Promise<readonly string[]> {
  if (!approval) return [];
  const check = checkName(environment);
  const required = await rules.requiredChecks(repository, branch);
  return required.has(check) ? [] : [notRequiredNote(environment, branch, check)];
}
