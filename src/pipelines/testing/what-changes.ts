import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type WhatGuards, whatGuards, whatRuns } from '../../domain/configuration/environment-plan.ts';
import { type EvidenceHome, evidenceHome, isOwnHome } from '../../domain/evidence/evidence-home.ts';
import { type GitOpsLocation, gitOpsLocation } from '../../domain/gitops-location.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { evidenceGoesNote, evidenceMovesNote } from '../../domain/texts/evidence-home.ts';
import { locationMovesNote } from '../../domain/texts/gitops-location.ts';
import { missingBranchesNote } from '../../domain/texts/missing-branches.ts';
import {
  firstSetUpNote,
  refusedRulesNote,
  rulesChangeNote,
  withheldSecretsNote,
} from '../../domain/texts/rules.ts';
import type { GitReader } from '../../ports/git.ts';
import type { Guarding } from './plan-guarding.ts';

/** What the reader should know of the rules that were used, and of those that hold after the merge. */
export function notesOfRules(guarding: Guarding, merged: Configuration): string[] {
  const { guards, firstSetUp, refused, withheld } = guarding;
  const then = whatGuards(merged, guards.environment);
  const now = { ...guards, secrets: [...guards.secrets, ...withheld] };
  const change = then !== undefined && !isDeepStrictEqual(plainData(then), plainData(now));
  return [
    ...(firstSetUp ? [firstSetUpNote()] : []),
    ...(refused ? [refusedRulesNote()] : []),
    ...(withheld.length > 0 ? [withheldSecretsNote(withheld)] : []),
    ...(change ? [rulesChangeNote()] : []),
  ];
}

/** Whether the manifests go elsewhere after the merge. */
export function notesOfLocation(
  repository: RepositoryRef,
  { configuration, guards, firstSetUp }: Guarding,
  location: GitOpsLocation,
): string[] {
  const runs = whatRuns(configuration, guards.environment);
  const before = runs && gitOpsLocation(repository, runs, guards);
  return before && !firstSetUp && !isDeepStrictEqual(before, location)
    ? [locationMovesNote(before, location)]
    : [];
}

/** Whether the evidence goes elsewhere after the merge. */
export function notesOfHome(
  repository: RepositoryRef,
  {
    guards,
    firstSetUp,
  }: { readonly guards: Pick<WhatGuards, 'evidenceRepository'>; readonly firstSetUp: boolean },
  home: EvidenceHome,
): string[] {
  if (firstSetUp) return isOwnHome(home) ? [] : [evidenceGoesNote(home)];
  const before = evidenceHome(repository, guards);
  return isDeepStrictEqual(before, home) ? [] : [evidenceMovesNote(before, home)];
}

/** The environments whose branches are missing, with what the branches can begin at: the base of the merge. */
export async function notesOfBranches(
  git: Pick<GitReader, 'heads'>,
  repository: RepositoryRef,
  { environments }: Configuration,
  base: string,
): Promise<string[]> {
  const heads = await git.heads(
    repository,
    environments.map(({ branch }) => branch),
  );
  const missing = environments
    .filter(({ branch }) => !heads.has(branch))
    .map(({ name: environment, branch }) => ({ environment, branch }));
  return missing.length > 0 ? [missingBranchesNote(missing, base)] : [];
}

function plainData(guards: WhatGuards): unknown {
  return JSON.parse(JSON.stringify(guards));
}

/** Whether the notebook gets other limits, network or secrets after the merge: then its result here is not used again. */
export function runsOtherwise({ guards }: Guarding, merged: Configuration): boolean {
  const then = whatGuards(merged, guards.environment);
  const given = ({ resources, network, secrets }: WhatGuards) => ({ resources, network, secrets });
  return then !== undefined && !isDeepStrictEqual(given(then), given(guards));
}
