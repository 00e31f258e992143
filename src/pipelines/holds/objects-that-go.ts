import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import type { ManifestObject } from '../../domain/manifests/objects-in.ts';
import { removedObjects } from '../../domain/manifests/removed-objects.ts';
import type { GitReader } from '../../ports/git.ts';

/** The objects that the manifests of one commit have and those of another have not. */
export async function objectsThatGo(
  git: GitReader,
  location: GitOpsLocation,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<readonly ManifestObject[]> {
  const [old, fresh] = await Promise.all([filesAt(git, location, before), filesAt(git, location, after)]);
  // Deployed side by side they differ in values, nearly always: then nothing goes, and no file is read.
  if ([...old.keys()].every((path) => fresh.has(path))) return [];
  return removedObjects(await contents(git, location, old), await contents(git, location, fresh));
}

type Blobs = ReadonlyMap<string, { readonly commit: string }>;

async function filesAt(
  git: GitReader,
  { repository, folder }: GitOpsLocation,
  commit: string,
): Promise<Blobs> {
  const files = await git.files(repository, commit, folder);
  return new Map(files.map(({ path }) => [path, { commit }]));
}

async function contents(
  git: GitReader,
  { repository }: GitOpsLocation,
  files: Blobs,
): Promise<readonly string[]> {
  return Promise.all(
    [...files].map(
      async ([path, { commit }]) => (await git.read(repository, commit, path))?.toString() ?? '',
    ),
  );
}
