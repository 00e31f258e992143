import { z } from 'zod';
import type { ImageRegistry, RegistryRetention } from '../../ports/images.ts';
import type { Question } from './ask.ts';

type Ask = (repository: string, path: string, question: Question) => Promise<Response>;

const tagsSchema = z.object({ tags: z.array(z.string()).nullable() });

/** Answers of registries that do not delete tags, or nothing at all, or not for us; Distribution 2 answers 400 for a tag. */
const refusals = [400, 401, 403, 405, 501];

/**
 * Deletion as OCI describes it: by a tag the tag, by a digest the image with all its tags
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#content-management).
 */
export function registryRetention(ask: Ask, digestOf: ImageRegistry['digestOf']): RegistryRetention {
  async function remove(repository: string, reference: string): Promise<boolean> {
    const answer = await ask(repository, `manifests/${reference}`, { method: 'DELETE', headers: {} });
    await answer.body?.cancel();
    if (answer.ok || answer.status === 404) return true;
    if (refusals.includes(answer.status)) return false;
    throw new Error(`${repository}: the registry answered ${answer.status} to a deletion`);
  }

  async function names(repository: string): Promise<string[]> {
    const found: string[] = [];
    for (let path: string | undefined = 'tags/list?n=1000'; path !== undefined; ) {
      const answer = await ask(repository, path, { method: 'GET', headers: {} });
      if (answer.status === 404) return found;
      if (!answer.ok) throw new Error(`${repository}: the registry answered ${answer.status} for its tags`);
      found.push(...(tagsSchema.parse(await answer.json()).tags ?? []));
      path = nextPage(answer);
    }
    return found;
  }

  return {
    async tags(repository) {
      const tags = new Map<string, string>();
      for (const tag of await names(repository)) {
        const digest = await digestOf(repository, tag);
        if (digest !== undefined) tags.set(tag, digest);
      }
      return tags;
    },
    removeTag: remove,
    removeImage: remove,
  };
}

/** Only what follows the path: a registry behind a proxy may name itself otherwise. */
function nextPage(answer: Response): string | undefined {
  const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1];
  return next === undefined ? undefined : `tags/list${new URL(next, answer.url).search}`;
}
