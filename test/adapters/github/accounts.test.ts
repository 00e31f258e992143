import { expect, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const commits = '/repos/acme/churn/commits';
const asked = { address: 'dana@people.example', reachableFrom: 'abc' };
const query = { sha: 'abc', author: 'dana@people.example', per_page: 1 };

test.each<[string, unknown[], string | undefined]>([
  ['the account of the newest commit with it', [{ author: { login: 'dana' } }], 'dana'],
  ['nobody where GitHub knows no account of it', [{ author: null }], undefined],
  ['nobody where no commit has it', [], undefined],
])('an address is that of %s', async (_, found, login) => {
  installed();
  const github = await connect();
  api().get(commits).query(query).reply(200, found);
  expect(await github.accounts.ofAddress(repository, asked)).toBe(login);
});

test.each(['dana@users.noreply.github.com', '4711+dana@users.noreply.github.com'])(
  '%s says itself whose it is',
  async (address) => {
    const github = await connect();
    expect(await github.accounts.ofAddress(repository, { ...asked, address })).toBe('dana');
  },
);

test('where GitHub can not tell, nobody is taken for somebody else', async () => {
  installed();
  const github = await connect();
  api().get(commits).query(query).reply(403, { message: 'Resource not accessible by integration' });
  await expect(github.accounts.ofAddress(repository, asked)).rejects.toMatchObject({ status: 403 });
});
