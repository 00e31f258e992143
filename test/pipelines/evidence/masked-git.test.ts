import { afterAll, expect, test } from 'vitest';
import { createProcessMask } from '../../../src/domain/secrets/process-mask.ts';
import { maskedGit } from '../../../src/pipelines/evidence/masked-git.ts';
import { at, bareRepository, repository } from '../bare-repository.ts';

const bare = bareRepository();
afterAll(() => bare.remove());

test('what Tailrace writes and says in git holds no secret of the process; pictures are left as they are', async () => {
  const git = maskedGit(bare.git, createProcessMask(['hunter2-of-dana']));
  const token = `ghs_${'a'.repeat(36)}`;
  const picture = Buffer.from('hunter2-of-dana');
  const tree = await git.edit(repository, undefined, [
    {
      kind: 'write',
      path: 'logs/build.log',
      content: `login carrier hunter2-of-dana\nAuthorization: ${token}`,
    },
    { kind: 'write', path: 'plots/cell-1-1.png', content: picture },
  ]);
  const message = `Evidence, with ${token}`;
  const commit = await git.makeCommit(repository, { tree, parents: [], message, at });
  await git.push(repository, 'tailrace/runs', undefined, commit);
  expect(await bare.files('tailrace/runs')).toEqual({
    'logs/build.log': 'login carrier ***\nAuthorization: ***',
    'plots/cell-1-1.png': 'hunter2-of-dana',
  });
  expect((await git.commit(repository, commit)).message.trim()).toBe('Evidence, with ***');
});
