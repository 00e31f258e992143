import { roleOf } from '../../access.ts';
import type { Repository, User } from '../../model.ts';
import { apiUrl, type GitHub } from '../github.ts';
import { type Like, nodeId } from './shape.ts';

const TYPES = { person: 'User', bot: 'Bot', organization: 'Organization' } as const;

export function userPayload(github: GitHub, user: User) {
  const api = `${apiUrl(github)}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${github.world.url}/avatars/${user.id}`,
    gravatar_id: '',
    url: api,
    html_url: profileOf(github, user),
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: TYPES[user.kind],
    site_admin: false,
  } satisfies Like<'simple-user'>;
}

/** A bot's page is its app's. */
function profileOf({ world }: GitHub, { kind, login }: User): string {
  return kind === 'bot' ? `${world.url}/apps/${login.replace(/\[bot\]$/, '')}` : `${world.url}/${login}`;
}

export function organizationPayload(github: GitHub, { id, login }: User) {
  const api = `${apiUrl(github)}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('Organization', id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${github.world.url}/avatars/${id}`,
    description: null,
  } satisfies Like<'organization-simple'>;
}

export type AuthorAssociation = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE';

/** A bot is nobody's collaborator on GitHub, even where it may write. */
export function associationOf(repository: Repository, user: User): AuthorAssociation {
  if (user.kind === 'bot') return 'CONTRIBUTOR';
  if (user === repository.owner) return 'OWNER';
  if (repository.roles.has(user.login)) return 'COLLABORATOR';
  const role = roleOf(repository, user);
  return user.role === 'none' || role === 'none' ? 'NONE' : 'MEMBER';
}
