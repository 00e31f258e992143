import Docker from 'dockerode';
import { buildTag, trainedTag } from '../../src/adapters/docker/names.ts';
import { removeImage } from '../../src/adapters/docker/remove-image.ts';

/** Takes from the Engine what a scenario pushed (images whose names begin so), and what its runs built and did not push. */
export async function removeFromEngine(
  prefix: string,
  runs: readonly { readonly id: string }[],
): Promise<void> {
  const docker = new Docker();
  const images = await docker.listImages();
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  const built = new Set(runs.flatMap(({ id }) => [buildTag(id), trainedTag(id)]));
  for (const tag of tags.filter((name) => name.startsWith(prefix) || built.has(name)))
    await removeImage(docker, tag);
}
