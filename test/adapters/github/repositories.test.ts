import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();

test.each([
  [{ private: false, visibility: 'public' }, 'public'],
  [{ private: true, visibility: 'private' }, 'private'],
  [{ private: true, visibility: 'internal' }, 'internal'],
  [{ private: true }, 'private'],
  [{ private: false }, 'public'],
])('who may read a repository of which GitHub says %j', async (told, visibility) => {
  installed();
  const github = await connect();
  api().get('/repos/acme/churn').reply(200, told);
  expect(await github.repositories.visibility(repository)).toBe(visibility);
});
