import { type Work, workKey } from '../../domain/work.ts';
import { RunEnded } from '../../ports/run.ts';
import { completeJob, type JobAttempt, putBackJob } from './boss.ts';
import { recordClaim, releaseClaim } from './claims.ts';
import { inTransaction } from './database.ts';
import type { EngineContext } from './engine-context.ts';
import { countFailure, endRun, lockRun, type OpenedRun, openRun, type RunEnd } from './run-rows.ts';
import { storedRun } from './stored-run.ts';

/** How often giving up is tried before only the log knows of it. */
const reportAttempts = 30;

/** One attempt at work: its run, and everything that can come of it. */
export async function performWork(
  engine: EngineContext,
  job: JobAttempt,
  work: Work,
  claimLost: AbortSignal,
): Promise<void> {
  const opened = await claimRun(engine, job, work);
  if (!opened) return;
  if (opened.status !== 'open') return finish(engine, job, opened.status);
  const own = new AbortController();
  const signal = AbortSignal.any([claimLost, own.signal, engine.stopping]);
  const log = engine.log.child({ run: job.id, key: workKey(work), try: job.retryCount + 1 });
  engine.running.set(job.id, own);
  try {
    await engine.handlers.work(work, storedRun({ ...engine, log }, job, signal));
    await finish(engine, job, 'done');
  } catch (error) {
    await settleError({ ...engine, log }, { job, work, signal, failures: opened.failures }, error);
  } finally {
    // A later attempt of the same run may have taken this place.
    if (engine.running.get(job.id) === own) engine.running.delete(job.id);
  }
}

function claimRun(engine: EngineContext, job: JobAttempt, work: Work): Promise<OpenedRun | undefined> {
  return inTransaction(engine.pool, async (client) => {
    if (!(await recordClaim(client, job, engine.worker))) return undefined;
    return openRun(client, job, work, engine.clock.now());
  });
}

interface FailedAttempt {
  readonly job: JobAttempt;
  readonly work: Work;
  readonly signal: AbortSignal;
  readonly failures: number;
}

async function settleError(engine: EngineContext, attempt: FailedAttempt, error: unknown): Promise<void> {
  const { job, signal } = attempt;
  if (engine.stopping.aborted) return putBack(engine, job, 0);
  if (error instanceof RunEnded) return endQuietly(engine, job);
  if (signal.aborted) return leave(engine, job, error);
  const delay = engine.timing.retryDelays[attempt.failures];
  if (delay === undefined) return giveUp(engine, attempt, error);
  engine.log.warn({ err: error, delay }, 'the run failed and is tried again');
  await putBack(engine, job, delay, countFailure);
}

/** Somebody else ended the run or goes on with it: what was thrown only says how it was cut off. */
async function leave({ pool, log }: EngineContext, job: JobAttempt, error: unknown): Promise<void> {
  await releaseClaim(pool, job);
  log.info({ err: error }, 'the run was ended');
}

async function giveUp(
  engine: EngineContext,
  { job, work, failures }: FailedAttempt,
  error: unknown,
): Promise<void> {
  engine.log.error({ err: error, reference: job.id }, 'the run failed and is given up');
  try {
    await engine.handlers.gaveUp(work, error, job.id);
  } catch (reportError) {
    engine.log.error({ err: reportError, reference: job.id }, 'nobody could be told that the run failed');
    if (failures < engine.timing.retryDelays.length + reportAttempts) {
      return putBack(engine, job, engine.timing.reportDelay, countFailure);
    }
  }
  await finish(engine, job, 'failed');
}

/** Ends the run and its job together. */
async function finish({ pool, boss, clock }: EngineContext, job: JobAttempt, status: RunEnd): Promise<void> {
  await inTransaction(pool, async (client) => {
    await endRun(client, job, status, clock.now());
    await completeJob(boss, job, client);
    await releaseClaim(client, job);
  });
}

/** The handler saw that its run had ended. Only where we still hold the job it decided so itself: then nobody goes on with it. */
async function endQuietly({ pool, boss, clock, log }: EngineContext, job: JobAttempt): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockRun(client, job);
    if (await completeJob(boss, job, client)) await endRun(client, job, 'superseded', clock.now());
    await releaseClaim(client, job);
  });
  log.info({}, 'the run had ended');
}

async function putBack(
  { pool, boss, wake }: EngineContext,
  job: JobAttempt,
  delay: number,
  note: typeof countFailure = async () => undefined,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await note(client, job);
    await putBackJob(boss, job, delay, client);
    await releaseClaim(client, job);
  });
  wake(job.queue, delay);
}
