import type { WhatRuns } from '../../domain/configuration/environment-plan.ts';
import { sourceLine } from '../../domain/notebook/source-line.ts';
import { failedLine } from '../../domain/notebook/traceback.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { MarkedLine, TestReport } from '../../domain/test-report.ts';
import type { Failure } from '../../domain/test-result.ts';
import type { GitReader, TreeFile } from '../../ports/git.ts';

/** The notebook that was tested, and the commit that people look at. */
export interface Marked {
  readonly repository: RepositoryRef;
  readonly head: string;
  readonly runs: WhatRuns;
  readonly notebook: TreeFile | undefined;
}

/** A report with the line of the head's notebook that failed; without one where the head's file is not the one that was tested. */
export async function markFailedLine(
  git: GitReader,
  marked: Marked,
  report: TestReport,
): Promise<TestReport> {
  const failure = report.result?.failure;
  // A training's cells are those of another notebook.
  if (failure?.cell === undefined || failure.part) return report;
  const line = await lineOf(git, marked, failure, failure.cell);
  return line ? { ...report, marked: line } : report;
}

async function lineOf(
  git: GitReader,
  { repository, head, runs, notebook }: Marked,
  failure: Failure,
  cell: number,
): Promise<MarkedLine | undefined> {
  const { program } = runs.notebook;
  if (program.kind !== 'notebook' || !notebook) return undefined;
  const { path } = program;
  const [file] = await git.files(repository, head, path);
  if (file?.blob !== notebook.blob) return undefined;
  const content = await git.read(repository, head, path);
  const line = content && sourceLine(content.toString(), cell, failedLine(failure.traceback) ?? 1);
  return line === undefined ? undefined : { path, line };
}
