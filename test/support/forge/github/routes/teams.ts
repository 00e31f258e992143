import { z } from 'zod';
import type { User } from '../../model.ts';
import { apiUrl } from '../github.ts';
import { pageOf, paging } from '../pagination.ts';
import { userPayload } from '../payloads/user.ts';
import { badCredentials, notFound, RestError } from '../rest-error.ts';
import { type Call, nothing, route } from '../route.ts';

export const teamRoutes = [
  route('GET /orgs/:org/teams/:slug/members', z.strictObject(paging), (call) => {
    const members = [...membersOf(call)];
    return pageOf(
      call,
      members.map((user) => userPayload(call.github, user)),
    );
  }),

  route('GET /orgs/:org/teams/:slug/memberships/:login', nothing, (call) => {
    const members = membersOf(call);
    const user = call.github.world.users.get(call.param('login'));
    if (!user || !members.has(user)) throw notFound();
    const url = `${apiUrl(call.github)}/orgs/${call.param('org')}/teams/${call.param('slug')}/memberships/${user.login}`;
    return { status: 200, body: { url, role: 'member', state: 'active' } };
  }),
];

/** Teams are an organization's own business: an app needs its leave, `members: read`. */
function membersOf({ github, caller, param }: Call<unknown>): ReadonlySet<User> {
  if (caller.kind !== 'installation') throw badCredentials();
  const { permissions, installation } = caller.token;
  if (!permissions.members)
    throw new RestError(403, 'Resource not accessible by integration', {
      problem: '403, needs members: read',
    });
  const team = github.world.teams.get(`${param('org')}/${param('slug')}`);
  if (!team || installation.account.login !== param('org')) throw notFound();
  return team.members;
}
