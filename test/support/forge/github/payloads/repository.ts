import type { Repository } from '../../model.ts';
import { apiUrl, type GitHub } from '../github.ts';
import { repositoryUrls } from './repository-urls.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

export function repositoryApi(github: GitHub, { fullName }: Repository): string {
  return `${apiUrl(github)}/repos/${fullName}`;
}

export function repositoryHtml(github: GitHub, { fullName }: Repository): string {
  return `${github.world.url}/${fullName}`;
}

export function repositoryPayload(github: GitHub, repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    owner: userPayload(github, repository.owner),
    description: null,
    fork: repository.parent !== undefined,
    default_branch: repository.defaultBranch,
    visibility: repository.private ? 'private' : 'public',
    ...repositoryUrls(repositoryApi(github, repository), repositoryHtml(github, repository)),
    ...countsOf(repository),
    ...SETTINGS,
    created_at: stamp(repository.createdAt),
    updated_at: stamp(repository.createdAt),
    pushed_at: stamp(repository.createdAt),
  } satisfies Like<'repository'>;
}

const SETTINGS = {
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  archived: false,
  disabled: false,
  is_template: false,
  topics: [],
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_pages: false,
  has_downloads: true,
  has_discussions: false,
  allow_forking: true,
  web_commit_signoff_required: false,
} satisfies Like<'repository'>;

function countsOf({ pullRequests, issues }: Repository) {
  const open = pullRequests.filter(({ state }) => state === 'open').length + issues.length;
  return {
    size: 1,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
  } satisfies Like<'repository'>;
}

/** How pull requests may be merged; webhooks tell it only within a pull request. */
export const MERGE_SETTINGS = {
  allow_merge_commit: true,
  allow_squash_merge: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  delete_branch_on_merge: false,
} satisfies Like<'repository'>;

/** The repository itself also tells how it is merged, and which one it is a fork of. */
export function fullRepositoryPayload(github: GitHub, repository: Repository) {
  const { parent } = repository;
  return {
    ...repositoryPayload(github, repository),
    ...MERGE_SETTINGS,
    subscribers_count: 0,
    network_count: 0,
    ...(parent && { parent: repositoryPayload(github, parent), source: repositoryPayload(github, parent) }),
  } satisfies Like<'full-repository'>;
}
