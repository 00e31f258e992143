import { expect, test } from 'vitest';
import { gitMemory, readsObjectsOnly } from '../../../src/adapters/git/memory.ts';

const hash = '0123456789abcdef0123456789abcdef01234567';

test.each([
  `ls-tree -r -z ${hash} -- data`,
  `cat-file blob ${hash}`,
  `log -1 --format=%H ${hash}`,
  `log --max-count=3 ^${hash} ${hash} --`,
  `merge-base ${hash} ${hash}`,
  `ls-tree ${hash}^{tree}`,
])('git %s prints the same for ever', (command) => {
  expect(readsObjectsOnly(command.split(' '))).toBe(true);
});

test.each([
  'ls-remote origin refs/heads/sandbox',
  'for-each-ref refs/tailrace',
  'log -1 refs/heads/sandbox',
  `log ${hash} sandbox`,
  'ls-tree sandbox -- data',
  `rev-list --objects --missing=print ${hash}`,
  `update-ref refs/heads/sandbox ${hash}`,
  `fetch origin ${hash}`,
  'log -1',
])('git %s is asked each time', (command) => {
  expect(readsObjectsOnly(command.split(' '))).toBe(false);
});

test('what was said of a cache is forgotten with it, also what is still on its way', async () => {
  const memory = gitMemory();
  const say = (text: string) => async () => Buffer.from(text);
  const ask = async (cache: string, text: string) =>
    (await memory.recall(cache, 'log', say(text))).toString();
  expect([await ask('acme/a', 'first'), await ask('acme/a', 'second')]).toEqual(['first', 'first']);
  expect(await ask('acme/b', 'of another')).toBe('of another');

  memory.forget('acme/a');
  await memory.recall('acme/a', 'log', async () => {
    memory.forget('acme/a');
    return Buffer.from('of the removed one');
  });
  expect([await ask('acme/a', 'anew'), await ask('acme/b', 'anew')]).toEqual(['anew', 'of another']);
});
