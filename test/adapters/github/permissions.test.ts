import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const dana = '/repos/acme/churn/collaborators/dana/permission';

test.each([
  ['admin', 'admin', 'admin'],
  ['maintain', 'write', 'maintain'],
  ['triage', 'read', 'triage'],
  ['none', 'none', 'none'],
  ['release-engineer', 'write', 'write'],
])('the role %s on %s is %s', async (role_name, permission, role) => {
  installed();
  const github = await connect();
  api().get(dana).reply(200, { role_name, permission });
  expect(await github.permissions.role(repository, 'dana')).toBe(role);
});

test('somebody whom GitHub does not know there has none', async () => {
  installed();
  const github = await connect();
  api().get(dana).reply(404, { message: 'Not Found' });
  expect(await github.permissions.role(repository, 'dana')).toBe('none');
});

test.each([
  [200, 'active', true],
  [200, 'pending', false],
  [404, '', false],
])('a membership of %i %s', async (status, state, isMember) => {
  installed();
  const github = await connect();
  api().get('/orgs/acme/teams/oncall/memberships/dana').reply(status, { state, role: 'member', url: '' });
  const team = { organization: 'acme', slug: 'oncall' };
  expect(await github.permissions.isMember(repository, team, 'dana')).toBe(isMember);
});

test('where GitHub can not tell, nobody is let in', async () => {
  installed();
  const github = await connect();
  api().get(dana).reply(403, { message: 'Resource not accessible by integration' });
  await expect(github.permissions.role(repository, 'dana')).rejects.toMatchObject({ status: 403 });
  api().get('/orgs/acme/teams/oncall/memberships/dana').reply(403, { message: 'Forbidden' });
  const team = { organization: 'acme', slug: 'oncall' };
  await expect(github.permissions.isMember(repository, team, 'dana')).rejects.toMatchObject({ status: 403 });
});
