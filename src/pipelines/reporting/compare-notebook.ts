import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import { readExecutedNotebook } from '../../domain/notebook/executed.ts';
import { withHashedOutputs } from '../../domain/notebook/large-outputs.ts';
import { bytesOf } from '../../domain/notebook/notebook-bytes.ts';
import {
  type NotebookChanges,
  type NotebookRun,
  notebookChanges,
} from '../../domain/notebook/notebook-changes.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { GitReader } from '../../ports/git.ts';
import type { TestResults } from '../../ports/records.ts';
import { isThere } from '../evidence/is-there.ts';

/** Of a larger notebook the large outputs are compared by their hashes: parsing two of them takes a multiple of that in memory. */
const bigBytes = 4 * 1024 ** 2;

/**
 * What changed in the notebook since the release that the environment runs now, by the evidence of both. Undefined where nothing runs
 * there, where it is that very run's result, and where one of them is no notebook.
 */
export async function compareNotebook(
  { git, results }: { readonly git: GitReader; readonly results: TestResults },
  repository: RepositoryRef,
  current: Deployment | undefined,
  result: TestResult,
): Promise<NotebookChanges | undefined> {
  if (!current || current.testResult === result.id) return undefined;
  const earlier = await results.get(repository, current.testResult);
  if (!earlier) return undefined;
  const before = await notebookIn(git, repository, current.evidence);
  const after = await notebookIn(git, repository, result.committed);
  if (!before || !after) return undefined;
  return notebookChanges(current.release.commit, runOf(earlier, before), runOf(result, after));
}

async function notebookIn(
  git: GitReader,
  repository: RepositoryRef,
  files: KeptFiles,
): Promise<Buffer | undefined> {
  if (!(await isThere(git, repository, files))) return undefined;
  return git.read(repositoryOf(repository, files), files.commit, `${files.path}/notebook.ipynb`);
}

function runOf({ parameters }: TestResult, notebook: Buffer): NotebookRun {
  const isBig = notebook.length > bigBytes;
  const text = isBig ? withHashedOutputs(bytesOf(notebook), bigBytes) : notebook.toString();
  return { parameters, notebook: text === undefined ? undefined : readExecutedNotebook(text) };
}
