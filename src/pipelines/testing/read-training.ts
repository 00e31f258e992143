import { boundRunFiles } from '../../domain/evidence/bound-run-files.ts';
import { picturesOf } from '../../domain/evidence/left-notebook.ts';
import { mostRunBytes } from '../../domain/evidence/room.ts';
import { inTrainingFolder, type RunFile, runFiles } from '../../domain/run-files.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { Training } from './train-model.ts';

/** The part of what is kept of one run that its training may have; the test has the rest. */
const mostBytes = mostRunBytes / 2;

/** What a training left: what the result tells of it, and its files, in a folder beside the test's. */
export function readTraining({ outcome, cells, fingerprint }: Training): {
  readonly training: NonNullable<TestResult['training']>;
  readonly files: readonly RunFile[];
  readonly cuts: readonly string[];
} {
  const { notebook, metrics, log, left, layered, startedAt, finishedAt } = outcome;
  const plots = picturesOf(left);
  const all = runFiles({ notebook, metrics, plots, log: { of: 'notebook', text: log } });
  const { files, cuts } = boundRunFiles(all, mostBytes, left?.cut);
  const artifacts = layered?.kind === 'image' ? [...layered.artifacts] : [];
  return {
    training: { cells, fingerprint, artifacts, startedAt, finishedAt },
    files: files.map(inTrainingFolder),
    cuts: cuts.map((cut) => `Training: ${cut}`),
  };
}
