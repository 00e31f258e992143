import { z } from 'zod';
import { runsBranch } from '../../domain/names.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import type { Git } from '../../ports/git.ts';
import type { TestResults } from '../../ports/records.ts';
import { appendToBranch } from '../evidence/append-to-branch.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import { inputsHash } from './find-earlier.ts';
import { type KeptRun, readOutcome } from './read-outcome.ts';
import type { ReadyTest } from './test-subject.ts';

/** Commits what the test left to the branch of runs, and stores the result. */
export async function keepResult(
  ports: { readonly git: Git; readonly results: TestResults },
  test: ReadyTest,
  executed: KeptRun,
  image: RecordedImage | undefined,
): Promise<TestResult> {
  const { git, results } = ports;
  const { run, subject } = test;
  const { repository, folder } = subject;
  const inputs = image ? inputsHash(test, image) : '';
  const read = await readOutcome(test, executed, image, inputs);
  const { draft } = read;
  const files = await git.edit(
    repository,
    undefined,
    read.files.map((file) => ({ kind: 'write', ...file })),
  );
  const message = `${subject.guards.name}: ${draft.failure ? 'failed' : 'passed'} its ${draft.failure?.part ?? 'test'} for ${subject.environment}`;
  const addition = {
    branch: runsBranch,
    pathOn: async () => folder,
    tree: files,
    message,
    at: draft.finishedAt,
  };
  const commit = await run.step('keep', z.string(), async () => {
    const added = appendToBranch(git, repository, addition);
    return (await added.catch((error: unknown) => explainRefusal(error, 'files of this test'))).commit;
  });
  const result = { ...draft, files, committed: { commit, path: folder } };
  await results.save(repository, result);
  return result;
}
