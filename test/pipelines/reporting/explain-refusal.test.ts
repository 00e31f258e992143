import { expect, test } from 'vitest';
import { PersonError } from '../../../src/domain/person-error.ts';
import type { PushRefusal } from '../../../src/domain/push-refusal.ts';
import { explainRefusal } from '../../../src/pipelines/reporting/explain-refusal.ts';
import { PushRefused } from '../../../src/ports/git.ts';
import { RunEnded } from '../../../src/ports/run.ts';

function refused(reasons: PushRefusal['reasons']): PushRefused {
  const committer = { email: 'tailrace@example.com' };
  return new PushRefused({ branch: 'tailrace/promote/qa', reasons, said: 'GH006', committer });
}

test('a refusal is told to a person; a branch in a merge queue is only waited for; other errors stay', () => {
  const explain = (error: unknown) => () => explainRefusal(error, 'promotion');
  expect(explain(refused(['signature']))).toThrow(PersonError);
  expect(explain(refused(['queued']))).toThrow(RunEnded);
  expect(explain(new Error('the network is away'))).toThrow('the network is away');
});
