import { expect, test } from 'vitest';
import { createProcessMask } from '../../../src/domain/secrets/process-mask.ts';
import {
  maskedChecks,
  maskedComments,
  maskedPullRequests,
} from '../../../src/pipelines/reporting/masked-forge.ts';
import type { Check, PullRequests } from '../../../src/ports/forge.ts';

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
  const annotation = { path: 'evaluate.ipynb', line: 3, title: told, message: told };
  const check: Check = {
    ...{ name: 'a', head: 'b', state: 'failure', title: told, summary: told },
    annotations: [annotation],
  };
  await comments.ensureComment(repository, 1, '<!-- x -->', told);
  await comments.ensureCommitComment(repository, 'c', '<!-- x -->', told);
  await checks.ensureCheck(repository, check);
  const masked = 'The registry refused carrier:***';
  expect(shown).toEqual([
    [repository, 1, '<!-- x -->', masked],
    [repository, 'c', '<!-- x -->', masked],
    {
      ...check,
      title: masked,
      summary: masked,
      annotations: [{ ...annotation, title: masked, message: masked }],
    },
  ]);
});

test('a pull request that Tailrace opens holds none either', async () => {
  const opened: unknown[] = [];
  const unused = async () => {
    throw new Error('is not asked here');
  };
  const ensure: PullRequests['ensure'] = async (_, wanted) => {
    opened.push(wanted);
    return unused();
  };
  const ports = {
    get: unused,
    listOpen: unused,
    newest: unused,
    reviews: unused,
    requestReviews: unused,
    reopen: unused,
  };
  const pulls = maskedPullRequests({ ...ports, ofCommit: unused, close: unused, ensure }, mask);
  const wanted = { head: 'tailrace/promote/qa', base: 'qa', title: told, body: told };
  await expect(pulls.ensure(repository, wanted)).rejects.toThrow('is not asked here');
  const masked = 'The registry refused carrier:***';
  expect(opened).toEqual([{ ...wanted, title: masked, body: masked }]);
});
