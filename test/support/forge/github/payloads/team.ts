import type { Team } from '../../model.ts';
import { apiUrl, type GitHub } from '../github.ts';
import { type Like, nodeId } from './shape.ts';

/** As GitHub shows a team within a pull request that stands alone. */
export function teamPayload(github: GitHub, { id, organization, slug }: Team) {
  const url = `${apiUrl(github)}/organizations/${organization.id}/team/${id}`;
  return {
    id,
    node_id: nodeId('Team', id),
    slug,
    name: slug,
    description: null,
    privacy: 'closed',
    permission: 'pull',
    notification_setting: 'notifications_enabled',
    url,
    html_url: `${github.world.url}/orgs/${organization.login}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
  } satisfies Like<'team-simple'>;
}

/** In lists of pull requests, and of itself. */
export function wholeTeamPayload(github: GitHub, team: Team) {
  return { ...teamPayload(github, team), parent: null } satisfies Like<'team'>;
}
