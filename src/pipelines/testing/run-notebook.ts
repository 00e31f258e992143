import { z } from 'zod';
import { artifactObstacleSchema, artifactSchema } from '../../domain/artifacts.ts';
import { judgeCommand } from '../../domain/command-verdict.ts';
import type { TestProgram } from '../../domain/configuration/configuration.ts';
import { leftNotebookSchema } from '../../domain/evidence/left-notebook.ts';
import { judgeExecution } from '../../domain/notebook/verdict.ts';
import { PersonError } from '../../domain/person-error.ts';
import { type Operator, secretsFor } from '../../domain/policy/operator.ts';
import { type Failure, versionsSchema } from '../../domain/test-result.ts';
import { papermillProblemText } from '../../domain/texts/papermill-problem.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GitReader } from '../../ports/git.ts';
import {
  type LocalImage,
  type NotebookOutcome,
  type NotebookRequest,
  type NotebookRunner,
  PapermillMissing,
  type ProgramForRun,
} from '../../ports/images.ts';
import type { ReadyDataset } from './datasets.ts';
import type { ReadyTest, Test, TestSubject } from './test-subject.ts';

const localImageSchema = z.object({
  id: z.string(),
  exposedPorts: z.array(z.number()).readonly(),
  workdir: z.string(),
});

const layeredSchema = z.union([
  z.object({
    kind: z.literal('image'),
    image: localImageSchema,
    artifacts: z.array(artifactSchema).readonly(),
  }),
  z.object({ kind: z.literal('obstacle'), obstacle: artifactObstacleSchema }),
]);

export const outcomeSchema = z.object({
  exitCode: z.number(),
  outOfMemory: z.boolean(),
  timedOut: z.boolean(),
  peakBytes: z.number().optional(),
  notebook: z.string().optional(),
  left: leftNotebookSchema.optional(),
  metrics: z.string().optional(),
  log: z.string(),
  versions: versionsSchema,
  derived: z.boolean(),
  truncated: z.array(z.string()),
  failedCommands: z.array(z.object({ count: z.number(), code: z.number() })).default([]),
  layered: layeredSchema.optional(),
  startedAt: z.string(),
  finishedAt: z.string(),
});

export type Outcome = z.infer<typeof outcomeSchema>;

/** What came out of a notebook or command, with the verdict on it. */
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

/** Something that is run within the limits of a test. */
export interface Program {
  readonly program: TestProgram;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly ready: readonly ReadyDataset[];
}

/** Runs the test in an image, once: what came out is stored, and judged anew each time. */
export async function runNotebook(
  ports: RunNotebookPorts,
  test: ReadyTest,
  image: LocalImage,
): Promise<Executed> {
  const { run, subject, ready } = test;
  const { program, parameters } = subject.runs.notebook;
  // Named by the image: where another run's image turns out to be the recorded one, the test is run in that.
  const outcome = await run.step(`${program.kind} in ${image.id}`, outcomeSchema, async () => {
    const request = await requestOf(ports, test, image, { program, parameters, ready });
    return timed(ports.clock, () => ports.runner.run(request).catch(refusePlainly));
  });
  return { outcome, ...judge(outcome, { program, parameters }, subject) };
}

export async function timed(clock: Clock, work: () => Promise<NotebookOutcome>): Promise<Outcome> {
  const startedAt = clock.now().toISOString();
  const { truncated, failedCommands, ...rest } = await work();
  return {
    ...rest,
    truncated: [...truncated],
    failedCommands: [...failedCommands],
    startedAt,
    finishedAt: clock.now().toISOString(),
  };
}

/** Whether what ran has passed, by the limits that it had. */
export function judge(
  outcome: Outcome,
  { program, parameters }: Omit<Program, 'ready'>,
  { runs, guards }: TestSubject,
): Pick<Executed, 'failure' | 'cells'> {
  const { timeoutSeconds, cellTimeoutSeconds } = runs.notebook;
  const { memoryBytes } = guards.resources;
  const limits = { timeoutSeconds, cellTimeoutSeconds, parameters, memoryBytes, network: guards.network };
  const { notebook: _, left, ...ran } = outcome;
  const execution = { ...ran, ...limits, executed: left?.reading?.notebook };
  if (program.kind === 'command')
    return { failure: judgeCommand(execution, program.command), cells: { total: 0, executed: 0 } };
  const { failure, cells } = judgeExecution(execution);
  return { failure, cells };
}

export function refusePlainly(error: unknown): never {
  if (!(error instanceof PapermillMissing)) throw error;
  const { title, message } = papermillProblemText(error.problem);
  throw new PersonError(title, message);
}

export async function requestOf(
  { git, operator }: RunNotebookPorts,
  { run, subject, progress }: Test,
  image: LocalImage,
  { program, parameters, ready }: Program,
): Promise<NotebookRequest> {
  const { runs, guards } = subject;
  return {
    runId: run.id,
    image,
    program: await readProgram(git, subject, program),
    parameters: JSON.stringify(parameters),
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

async function readProgram(
  git: GitReader,
  { repository, sourceTree }: TestSubject,
  program: TestProgram,
): Promise<ProgramForRun> {
  if (program.kind === 'command') return program;
  const content = await git.read(repository, sourceTree, program.path);
  if (!content) throw new Error('the notebook is gone from its source tree');
  return { kind: 'notebook', content };
}
