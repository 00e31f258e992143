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
    html_url: `${github.world.url}/${user.login}`,
    repos_url: `${api}/repos`,
    organizations_url: `${api}/orgs`,
    type: TYPES[user.kind],
    site_admin: false,
  } satisfies Like<'simple-user'>;
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
