import type { Repository } from '../../model.ts';
import { apiUrl, type GitHub } from '../github.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

export function repositoryApi(github: GitHub, { fullName }: Repository): string {
  return `${apiUrl(github)}/repos/${fullName}`;
}

export function repositoryHtml(github: GitHub, { fullName }: Repository): string {
  return `${github.world.url}/${fullName}`;
}

export function repositoryPayload(github: GitHub, repository: Repository) {
  const html = repositoryHtml(github, repository);
  const api = repositoryApi(github, repository);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    owner: userPayload(github, repository.owner),
    html_url: html,
    description: null,
    fork: repository.parent !== undefined,
    url: api,
    git_url: `${html}.git`,
    clone_url: `${html}.git`,
    default_branch: repository.defaultBranch,
    visibility: repository.private ? 'private' : 'public',
    archived: false,
    disabled: false,
    topics: [],
    language: null,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    created_at: stamp(repository.createdAt),
    updated_at: stamp(repository.createdAt),
    pushed_at: stamp(repository.createdAt),
  } satisfies Like<'repository'>;
}

/** The repository itself also tells which one it is a fork of. */
export function fullRepositoryPayload(github: GitHub, repository: Repository) {
  const { parent } = repository;
  return {
    ...repositoryPayload(github, repository),
    ...(parent && { parent: repositoryPayload(github, parent), source: repositoryPayload(github, parent) }),
  };
}
