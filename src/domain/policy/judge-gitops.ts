import type { EnvironmentSettings } from '../configuration/configuration.ts';
import { quoted } from '../yaml/mistake.ts';
import type { Allowances } from './allowances.ts';
import { matchesAny, type Refusal, refuse } from './refusal.ts';

/** The repository itself is always allowed. */
export function judgeGitOps(
  { gitops, branch }: EnvironmentSettings,
  { gitops: allowed, by }: Allowances,
): Refusal[] {
  const { repository } = gitops;
  if (repository === undefined) return [];
  const here = allowed.filter((each) => each.repository.toLowerCase() === repository.toLowerCase());
  if (here.length === 0)
    return refuse(true, ['gitops.repository'], {
      what: `The GitOps repository ${quoted(repository)} is`,
      by,
    });
  const target = gitops.branch ?? branch;
  const ofBranch = here.filter(({ branches }) => branches === undefined || matchesAny(branches, target));
  const patterns = here.flatMap(({ branches = [] }) => branches);
  if (ofBranch.length === 0)
    return refuse(true, ['gitops.branch', 'gitops.repository'], {
      what: `The branch ${quoted(target)} of ${quoted(repository)} is`,
      by,
      allowed: patterns,
    });
  const folders = ofBranch.flatMap((each) => each.folders);
  return refuse(!matchesAny(folders, gitops.folder), ['gitops.folder', 'gitops.repository'], {
    what: `The folder ${quoted(gitops.folder)} of ${quoted(repository)} is`,
    by,
    allowed: folders,
  });
}
