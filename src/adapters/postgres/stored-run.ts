import type pg from 'pg';
import type { ZodType } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type Run, RunEnded } from '../../ports/run.ts';
import type { JobAttempt } from './boss.ts';
import { beginStep, findFinishedStep, finishStep, readOutput, writeOutput } from './run-steps.ts';
import { describeRun } from './run-subject.ts';

export interface RunSurroundings {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly log: Log;
}

/** The run that a pipeline sees: each of its writes holds only while this attempt is the run's newest and the run is open. */
export function storedRun(around: RunSurroundings, job: JobAttempt, signal: AbortSignal): Run {
  return {
    id: job.id,
    signal,
    step: (name, output, action) => runStep(around, job, name, output, action),
    outputOf: async (name, output) => {
      const finished = await findFinishedStep(around.pool, job, name);
      return finished && output.parse(finished.value);
    },
    describe: (subject) => describeRun(around.pool, job, subject),
    beginWriting: () => beginWriting(around.pool, job),
  };
}

async function runStep<T>(
  { pool, clock, log }: RunSurroundings,
  job: JobAttempt,
  step: string,
  output: ZodType<T>,
  action: () => Promise<T>,
): Promise<T> {
  const finished = await beginStep(pool, job, step, clock.now());
  if (finished) {
    log.debug({ step }, 'the step had finished before');
    return output.parse(finished.value);
  }
  log.info({ step }, 'the step begins');
  const stored = writeOutput(await action());
  // Read back at once: the first time gives the same as every later one, and what does not fit is never stored.
  const value = readOutput(output, stored);
  await finishStep(pool, job, step, stored, clock.now());
  log.info({ step }, 'the step has finished');
  return value;
}

async function beginWriting(pool: pg.Pool, job: JobAttempt): Promise<void> {
  const { rowCount } = await pool.query(
    `update tailrace.run set phase = 'writing' where id = $1 and fence = $2 and status = 'open'`,
    [job.id, job.retryCount],
  );
  if (rowCount !== 1) throw new RunEnded('The run ended before it began to write.');
}
