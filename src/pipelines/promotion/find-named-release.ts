import { findNamed, type NamedRelease, parseReleaseName } from '../../domain/promotion/named-release.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitReader } from '../../ports/git.ts';
import type { Deployments, Roads } from '../../ports/records.ts';

export interface NamedReleasePorts {
  readonly git: Pick<GitReader, 'tag'>;
  readonly deployments: Deployments;
  readonly roads: Roads;
}

const mostDeployments = 200;

/** Finds the release that a person names, among those that any environment of the repository had: whether it fits is the caller's to say. */
export async function findNamedRelease(
  { git, deployments, roads }: NamedReleasePorts,
  repository: RepositoryRef,
  written: string,
): Promise<NamedRelease> {
  const name = parseReleaseName(written);
  if (!name) return { kind: 'unknown' };
  const full = formatRepository(repository);
  const environments = (await roads.list())
    .filter((road) => formatRepository(road.repository) === full)
    .map(({ station }) => station.environment);
  const lists = await Promise.all(
    [...new Set(environments)].map((environment) =>
      deployments.list(repository, environment, mostDeployments),
    ),
  );
  const tagged = name.kind === 'word' ? await git.tag(repository, name.word) : undefined;
  return findNamed(name, lists.flat(), tagged);
}
