import { expect, test } from 'vitest';
import { createProcessMask } from '../../../src/domain/secrets/process-mask.ts';
import { maskedChecks, maskedComments } from '../../../src/pipelines/reporting/masked-forge.ts';
import type { Check } from '../../../src/ports/forge.ts';

const repository = { owner: 'acme', name: 'churn' };
const mask = createProcessMask(['hunter2-of-dana']);
const told = 'The registry refused carrier:hunter2-of-dana';

test('a comment and a check hold no secret of the process, whatever an error says', async () => {
  const shown: unknown[] = [];
  const comments = maskedComments(
    {
      ensureComment: async (...given) => String(shown.push(given)),
      ensureCommitComment: async (...given) => String(shown.push(given)),
      react: async () => undefined,
    },
    mask,
  );
  const checks = maskedChecks({ ensureCheck: async (_, check) => void shown.push(check) }, mask);
  const check: Check = { name: 'a', head: 'b', state: 'failure', title: told, summary: told };
  await comments.ensureComment(repository, 1, '<!-- x -->', told);
  await comments.ensureCommitComment(repository, 'c', '<!-- x -->', told);
  await checks.ensureCheck(repository, check);
  const masked = 'The registry refused carrier:***';
  expect(shown).toEqual([
    [repository, 1, '<!-- x -->', masked],
    [repository, 'c', '<!-- x -->', masked],
    { ...check, title: masked, summary: masked },
  ]);
});
