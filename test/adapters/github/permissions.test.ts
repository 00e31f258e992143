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

test('where GitHub can not tell, nobody is let in', async () => {
  installed();
  const github = await connect();
  api().get(dana).reply(403, { message: 'Resource not accessible by integration' });
  await expect(github.permissions.role(repository, 'dana')).rejects.toMatchObject({ status: 403 });
});
