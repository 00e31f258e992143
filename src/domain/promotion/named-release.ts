import type { Deployment, Release } from '../release.ts';

/** A release as a person names it: by a commit, a digest, a tag or a pull request. */
export type ReleaseName =
  | { readonly kind: 'pull-request'; readonly number: number }
  /** The first digits of an image's digest, without `sha256:`. */
  | { readonly kind: 'digest'; readonly digits: string }
  /** `digits` where it may be the beginning of a commit, or of a digest; a tag may be written so, too. */
  | { readonly kind: 'word'; readonly word: string; readonly digits?: string | undefined };

/** Undefined for what names nothing. Digits count from seven on, as git and the forges show them. */
export function parseReleaseName(written: string): ReleaseName | undefined {
  const number = /^#([1-9]\d{0,8})$/.exec(written)?.[1];
  if (number !== undefined) return { kind: 'pull-request', number: Number(number) };
  const digest = /^sha256:([0-9a-f]{7,64})$/i.exec(written)?.[1];
  if (digest !== undefined) return { kind: 'digest', digits: digest.toLowerCase() };
  if (!/^\w[\w.+/-]{0,99}$/.test(written)) return undefined;
  const digits = /^[0-9a-f]{7,64}$/i.test(written) ? written.toLowerCase() : undefined;
  return { kind: 'word', word: written, digits };
}

export type NamedRelease =
  | { readonly kind: 'found'; readonly release: Release }
  | { readonly kind: 'unknown' }
  /** Several releases begin so. */
  | { readonly kind: 'ambiguous'; readonly releases: readonly Release[] };

/**
 * The release that is meant, among those that were deployed. `tagged` is the commit that the repository's tag of this name points to. A
 * tag goes before digits, and a whole name before the beginning of another.
 */
export function findNamed(
  name: ReleaseName,
  deployments: readonly Deployment[],
  tagged?: string,
): NamedRelease {
  const byTag = deployments.filter(({ release, head }) => tagged === release.commit || tagged === head);
  const found = byTag.length > 0 ? byTag : deployments.filter((deployment) => isMeant(name, deployment));
  const releases = [...new Map(found.map(({ release }) => [release.commit, release])).values()];
  const [only, ...others] = releases;
  if (!only) return { kind: 'unknown' };
  return others.length === 0 ? { kind: 'found', release: only } : { kind: 'ambiguous', releases };
}

function isMeant(name: ReleaseName, { release, head, pullRequest }: Deployment): boolean {
  const digest = release.image.digest.replace(/^sha256:/, '');
  switch (name.kind) {
    case 'pull-request':
      return pullRequest === name.number;
    case 'digest':
      return digest.startsWith(name.digits);
    case 'word':
      if (name.word === `tree-${release.sourceTree}`) return true;
      return name.digits !== undefined && [release.commit, head, digest].some(begins(name.digits));
  }
}

function begins(digits: string): (whole: string) => boolean {
  return (whole) => whole.startsWith(digits);
}
