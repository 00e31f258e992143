import { z } from 'zod';
import { evidenceHome, keptIn, pathIn } from '../../domain/evidence/evidence-home.ts';
import { runsBranch } from '../../domain/names.ts';
import type { RecordedImage, TestResult } from '../../domain/test-result.ts';
import type { Git } from '../../ports/git.ts';
import type { TestResults } from '../../ports/records.ts';
import { appendToBranch } from '../evidence/append-to-branch.ts';
import { explainHome } from '../evidence/open-home.ts';
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
  const inputs = image && !subject.fork && !subject.experiment ? inputsHash(test, image) : '';
  const read = readOutcome(test, executed, image, inputs);
  const { draft } = read;
  const home = evidenceHome(repository, subject.guards);
  const files = await git.edit(
    home.repository,
    undefined,
    read.files.map((file) => ({ kind: 'write', ...file })),
  );
  const message = `${subject.guards.name}: ${draft.failure ? 'failed' : 'passed'} its ${draft.failure?.part ?? 'test'} for ${subject.environment}`;
  const path = pathIn(home, folder);
  const addition = {
    branch: runsBranch,
    pathOn: async () => path,
    tree: files,
    message,
    at: draft.finishedAt,
  };
  const commit = await run.step('keep', z.string(), async () => {
    const added = appendToBranch(git, home.repository, addition);
    return (await added.catch((error: unknown) => explainHome(error, home, 'files of this test'))).commit;
  });
  const result = { ...draft, files, committed: keptIn(home, { commit, path }) };
  await results.save(repository, result);
  return result;
}
