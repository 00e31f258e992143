import { type GitOpsLocation, isSameRepository } from '../../domain/gitops-location.ts';
import type { Deployment } from '../../domain/release.ts';
import type { GitReader } from '../../ports/git.ts';
import type { PlannedManifests } from './plan-manifests.ts';
import type { RecordedManifests } from './write-manifests.ts';

/**
 * The manifests of a deployment, byte for byte as they were written, to be put where an environment's manifests lie now. Undefined where the
 * forge has forgotten the commit that held them.
 */
export async function recordedManifests(
  git: GitReader,
  { manifests }: Deployment,
  location: GitOpsLocation,
): Promise<RecordedManifests | PlannedManifests | undefined> {
  if (!manifests) return { location, tree: undefined };
  const { repository, commit, folder } = manifests;
  if (!(await git.fetchIfThere(repository, [commit])).has(commit)) return undefined;
  if (isSameRepository(repository, location.repository))
    return { location, tree: await git.folder(repository, commit, folder) };
  const files = await Promise.all(
    (await git.files(repository, commit, folder)).map(async ({ path }) => ({
      path: path.slice(folder.length + 1),
      content: (await git.read(repository, commit, path))?.toString() ?? '',
    })),
  );
  return { location, files };
}
