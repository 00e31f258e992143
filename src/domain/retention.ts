import { isSourceTreeTag } from './names.ts';
import type { Deployment } from './release.ts';
import { formatRepository, type RepositoryRef } from './repository-ref.ts';
import type { RecordedImage } from './test-result.ts';

/** So many of an environment's newest deployments keep their images everywhere: what it runs, and what it can go back to. */
export const deploymentsKept = 10;

/** How long an image lies unused on the Engine; it is pulled again when somebody wants it. */
const engineHours = 6;
/** How long an image lies unused in its registry; after that a merge of its source tree builds anew. */
const registryDays = 30;

/** An image that was recorded, and how it is used. */
export interface KnownImage {
  readonly repository: RepositoryRef;
  readonly sourceTree: string;
  readonly image: RecordedImage;
  /** Whether a release was made of it: then its commit is a tag of it, and its digest stays. */
  readonly released: boolean;
  /** When a run last asked for it, or a pull request with it was open; ISO 8601, UTC. */
  readonly usedAt: string;
}

export interface PlacedDeployment {
  readonly repository: RepositoryRef;
  readonly deployment: Deployment;
}

/** The digests that no clean-up touches: those of each environment's newest deployments. `deployments` begin with the newest. */
export function keptDigests(deployments: readonly PlacedDeployment[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const kept = deployments.filter(({ repository, deployment }) => {
    const place = `${formatRepository(repository)} ${deployment.environment}`;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    return count <= deploymentsKept;
  });
  return new Set(kept.map(({ deployment }) => deployment.release.image.digest));
}

/** Those of the images that lie unused on the Engine. */
export function unusedOnEngine(known: readonly KnownImage[], kept: ReadonlySet<string>, now: Date) {
  return unused(known, kept, before(now, engineHours));
}

/** Those of the images that lie unused in their registries. */
export function unusedInRegistry(known: readonly KnownImage[], kept: ReadonlySet<string>, now: Date) {
  return unused(known, kept, unusedInRegistrySince(now));
}

export function unusedInRegistrySince(now: Date): Date {
  return before(now, registryDays * 24);
}

/** One digest may be recorded more than once: it goes when nobody uses it under any of its names. */
function unused(known: readonly KnownImage[], kept: ReadonlySet<string>, since: Date): readonly KnownImage[] {
  const used = new Set(
    known.filter(({ usedAt }) => new Date(usedAt) >= since).map(({ image }) => image.digest),
  );
  return known.filter(({ image }) => !kept.has(image.digest) && !used.has(image.digest));
}

function before(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3600_000);
}

/** What may go from a registry: the image with its only tags, or no more than our tags of its source tree. */
export type Removal = { readonly kind: 'image' | 'tags'; readonly tags: readonly string[] };

/**
 * What may go of an unused image, given every tag of its registry's repository with its digest. Where a release or anybody else named
 * the digest, it stays: deleting a digest takes all its tags away.
 */
export function removalOf({ image, released }: KnownImage, tags: ReadonlyMap<string, string>): Removal {
  const names = [...tags].filter(([, digest]) => digest === image.digest).map(([tag]) => tag);
  const ours = names.filter(isSourceTreeTag);
  return { kind: released || ours.length < names.length ? 'tags' : 'image', tags: ours };
}
