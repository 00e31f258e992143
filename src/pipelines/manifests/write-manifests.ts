import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import type { Git, TreeEdit } from '../../ports/git.ts';
import type { Locks } from '../../ports/locks.ts';
import { headOfLocation } from './head-of-location.ts';
import type { PlannedManifests } from './plan-manifests.ts';

/** A folder as it once was, in the same repository; without a tree it is to be empty. */
export interface RecordedManifests {
  readonly location: GitOpsLocation;
  readonly tree: string | undefined;
}

/** Manifests, and the commit that they are to be in. `at` is ISO 8601. */
export interface WantedManifests<Manifests = PlannedManifests> {
  readonly manifests: Manifests;
  readonly message: string;
  readonly at: string;
}

type Writable = WantedManifests<PlannedManifests | RecordedManifests>;

/** The edits that make a tree hold exactly these manifests in their folder. */
export function manifestEdits(manifests: PlannedManifests | RecordedManifests): TreeEdit[] {
  const { folder } = manifests.location;
  return [{ kind: 'remove', path: folder }, ...contentEdits(manifests, folder)];
}

function contentEdits(manifests: PlannedManifests | RecordedManifests, folder: string): TreeEdit[] {
  if ('files' in manifests)
    return manifests.files.map(({ path, content }) => ({
      kind: 'write',
      path: `${folder}/${path}`,
      content,
    }));
  return manifests.tree === undefined ? [] : [{ kind: 'graft', path: folder, tree: manifests.tree }];
}

/** A commit on `tip` in which their folder holds exactly these manifests: `tip` itself where they are there already. */
export async function manifestsOn(git: Git, tip: string, wanted: Writable): Promise<string> {
  const { manifests, message, at } = wanted;
  const { repository } = manifests.location;
  const { tree: before } = await git.commit(repository, tip);
  const tree = await git.edit(repository, before, manifestEdits(manifests));
  return tree === before ? tip : git.makeCommit(repository, { tree, parents: [tip], message, at });
}

/**
 * Commits manifests to their branch, whose head is `head`, and gives the commit that holds them. Undefined where the branch has moved:
 * what moved it is looked at by a run of its own.
 */
export async function writeOnBranch(
  git: Git,
  head: string,
  wanted: WantedManifests,
): Promise<string | undefined> {
  const { repository, branch } = wanted.manifests.location;
  const commit = await manifestsOn(git, head, wanted);
  if (commit === head) return head;
  return (await git.push(repository, branch, head, commit)) === 'pushed' ? commit : undefined;
}

/** Others than this Tailrace may commit there: so often they may be faster. */
const rounds = 20;

/**
 * Commits manifests to a branch that many write to, wherever it stands by now, and gives the commit that holds them. We take turns among
 * ourselves; where somebody else is faster it starts over on the new tip. Throws a PersonError where Tailrace can't get there.
 */
export async function writeElsewhere(
  { git, locks }: { readonly git: Git; readonly locks: Locks },
  wanted: Writable,
  signal: AbortSignal,
): Promise<string> {
  const { location } = wanted.manifests;
  const { repository, branch } = location;
  const key = `manifests:${formatRepository(repository).toLowerCase()}@${branch}`;
  return locks.alone(key, signal, async () => {
    for (let round = 1; round <= rounds; round++) {
      signal.throwIfAborted();
      const tip = await headOfLocation(git, location);
      const commit = await manifestsOn(git, tip, wanted);
      if (commit === tip) return tip;
      if ((await git.push(repository, branch, tip, commit)) === 'pushed') return commit;
    }
    throw new Error(`${branch} moved ${rounds} times while manifests were being committed to it`);
  });
}
