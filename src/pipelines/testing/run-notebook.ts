import { z } from 'zod';
import { judgeExecution } from '../../domain/notebook/verdict.ts';
import { PersonError } from '../../domain/person-error.ts';
import { type Operator, secretsFor } from '../../domain/policy/operator.ts';
import { type Failure, versionsSchema } from '../../domain/test-result.ts';
import { papermillProblemText } from '../../domain/texts/papermill-problem.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GitReader } from '../../ports/git.ts';
import {
  type LocalImage,
  type NotebookRequest,
  type NotebookRunner,
  PapermillMissing,
} from '../../ports/images.ts';
import type { ReadyTest, TestSubject } from './test-subject.ts';

const outcomeSchema = z.object({
  exitCode: z.number(),
  outOfMemory: z.boolean(),
  timedOut: z.boolean(),
  peakBytes: z.number().optional(),
  notebook: z.string().optional(),
  metrics: z.string().optional(),
  log: z.string(),
  versions: versionsSchema,
  derived: z.boolean(),
  truncated: z.array(z.string()),
  failedCommands: z.array(z.object({ count: z.number(), code: z.number() })).default([]),
  startedAt: z.string(),
  finishedAt: z.string(),
});

export type Outcome = z.infer<typeof outcomeSchema>;

/** What came out of a notebook, with the verdict on it. */
export interface Executed {
  readonly outcome: Outcome;
  readonly failure: Failure | undefined;
  readonly cells: { readonly total: number; readonly executed: number };
}

export interface RunNotebookPorts {
  readonly git: GitReader;
  readonly operator: Operator;
  readonly runner: NotebookRunner;
  readonly clock: Clock;
}

/** Runs the test notebook in an image, once: what came out is stored, and judged anew each time. */
export async function runNotebook(
  ports: RunNotebookPorts,
  test: ReadyTest,
  image: LocalImage,
): Promise<Executed> {
  const { run, subject } = test;
  // Named by the image: where another run's image turns out to be the recorded one, the notebook is run in that.
  const outcome = await run.step(`notebook in ${image.id}`, outcomeSchema, async () => {
    const startedAt = ports.clock.now().toISOString();
    const request = await requestOf(ports, test, image);
    const { truncated, failedCommands, ...rest } = await ports.runner.run(request).catch(refusePlainly);
    return {
      ...rest,
      truncated: [...truncated],
      failedCommands: [...failedCommands],
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
    };
  });
  return { outcome, ...judge(outcome, subject) };
}

function judge(outcome: Outcome, { runs, guards }: TestSubject): Pick<Executed, 'failure' | 'cells'> {
  const { timeoutSeconds, cellTimeoutSeconds, parameters } = runs.notebook;
  const { failure, cells } = judgeExecution({
    ...outcome,
    timeoutSeconds,
    cellTimeoutSeconds,
    parameters,
    memoryBytes: guards.resources.memoryBytes,
    network: guards.network,
  });
  return { failure, cells };
}

function refusePlainly(error: unknown): never {
  if (!(error instanceof PapermillMissing)) throw error;
  const { title, message } = papermillProblemText(error.problem);
  throw new PersonError(title, message);
}

async function requestOf(
  { git, operator }: RunNotebookPorts,
  { run, subject, progress, ready }: ReadyTest,
  image: LocalImage,
): Promise<NotebookRequest> {
  const { repository, runs, guards, sourceTree } = subject;
  const notebook = await git.read(repository, sourceTree, runs.notebook.path);
  if (!notebook) throw new Error('the notebook is gone from its source tree');
  return {
    runId: run.id,
    image,
    notebook,
    parameters: JSON.stringify(runs.notebook.parameters),
    datasets: ready.map((dataset) => dataset.forRun()),
    timeoutSeconds: runs.notebook.timeoutSeconds,
    cellTimeoutSeconds: runs.notebook.cellTimeoutSeconds,
    cpus: guards.resources.cpuCores,
    memoryBytes: guards.resources.memoryBytes,
    network: guards.network,
    secrets: secretsFor(operator, guards.secrets),
    signal: run.signal,
    onProgress: ({ done, total }) => progress.cells(done, total),
  };
}
