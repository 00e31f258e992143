import type Docker from 'dockerode';
import { isOwnTag, sourceTreeLabel } from '../../domain/names.ts';
import type { EngineImages } from '../../ports/images.ts';
import { unlessMissing } from './engine-error.ts';
import { inspectImage } from './local-image.ts';
import { engineName } from './names.ts';
import { removeImage } from './remove-image.ts';

/** The Engine's images that have a place in a registry. Names that people gave to the same image stay, and with them the image. */
export function createEngineImages(docker: Docker): EngineImages {
  return {
    async digests() {
      const images = await docker.listImages({ filters: { label: [sourceTreeLabel] } });
      const names = images.flatMap(({ RepoDigests }) => RepoDigests ?? []);
      return [...new Set(names.flatMap((name) => name.split('@')[1] ?? []))];
    },
    async remove(repository, digest) {
      const name = engineName(repository);
      const image = await unlessMissing(inspectImage(docker, `${name}@${digest}`));
      const tags = image?.tags.filter((tag) => tag.startsWith(`${name}:`)) ?? [];
      for (const tag of tags.filter((each) => isOwnTag(each.slice(name.length + 1))))
        await removeImage(docker, tag);
      // Without a tag of this repository the digest is a name of its own, which the last tag may have taken along.
      if (tags.every((each) => isOwnTag(each.slice(name.length + 1))))
        await removeImage(docker, `${name}@${digest}`);
    },
  };
}
