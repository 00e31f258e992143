import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { latestCheckRuns } from './checks.ts';
import type { PullRequest, Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Bearer } from './world.ts';

/** Rules of a protected branch; a rule left out does not hold. */
export interface Protection {
  /** Only these may push; everybody else goes through pull requests. */
  readonly pushers?: readonly string[];
  /** Commits need signatures, and nobody here makes any. */
  readonly signed?: boolean;
  /** Check runs that have to pass before a merge. */
  readonly checks?: readonly string[];
  /** A new commit takes approvals back. */
  readonly dismissStale?: boolean;
}

/**
 * git's own `update` hook, so that clients get their refusal in git's protocol, ref by ref. `FORGE_REFUSED` has a line
 * for each protected ref, `FORGE_NO_WORKFLOWS` is set for a token that may not touch workflows.
 */
const UPDATE_HOOK = `#!/bin/sh
ref=$1 old=$2 new=$3
printf '%s\\n' "$FORGE_REFUSED" | while IFS=' ' read -r name reason; do
  [ "$name" = "$ref" ] || continue
  echo "error: GH006: Protected branch update failed for $ref." >&2
  echo "error: $reason" >&2
  exit 1
done || exit 1
[ -n "$FORGE_NO_WORKFLOWS" ] || exit 0
case $new in *[!0]*) ;; *) exit 0 ;; esac
touched=$(git log --name-only --format= "$new" --not --all -- .github/workflows | head -n 1)
[ -z "$touched" ] && exit 0
echo "refusing to allow a GitHub App to create or update workflow \\\`$touched\\\` without \\\`workflows\\\` permission" >&2
exit 1
`;

export async function installHook({ gitDir }: Repository): Promise<void> {
  const path = join(gitDir, 'hooks', 'update');
  await writeFile(path, UPDATE_HOOK);
  await chmod(path, 0o755);
}

/** What the hook has to know of one push. */
export function hookEnvironment(repository: Repository, bearer: Bearer): Record<string, string> {
  const refused = [...repository.protections].flatMap(([branch, protection]) => {
    const reason = pushRefusal(protection, bearer.actor);
    return reason === undefined ? [] : [`refs/heads/${branch} ${reason}`];
  });
  const mayTouchWorkflows = bearer.may('workflows', repository);
  return { FORGE_REFUSED: refused.join('\n'), FORGE_NO_WORKFLOWS: mayTouchWorkflows ? '' : '1' };
}

function pushRefusal({ pushers, signed }: Protection, actor: User): string | undefined {
  if (pushers && !pushers.includes(actor.login)) return 'Changes must be made through a pull request.';
  return signed ? 'Commits must have verified signatures.' : undefined;
}

/** `neutral` and `skipped` count as passed, as on GitHub. @throws Refusal when a required check did not pass. */
export function requireChecks({ repository, head, base }: PullRequest): void {
  const required = repository.protections.get(base.branch)?.checks ?? [];
  const runs = latestCheckRuns(repository.checkRuns.filter(({ headSha }) => headSha === head.sha));
  for (const name of required) {
    const conclusion = runs.find((run) => run.name === name)?.conclusion;
    if (conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped') continue;
    const state = conclusion ? 'failing' : 'expected';
    throw new Refusal('not-mergeable', `Required status check "${name}" is ${state}.`);
  }
}
