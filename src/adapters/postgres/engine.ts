import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock } from '../../ports/clock.ts';
import type { Deliveries } from '../../ports/deliveries.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Log } from '../../ports/log.ts';
import type { Queue } from '../../ports/queue.ts';
import type { RunHistory } from '../../ports/run.ts';
import { advisoryLocks } from './advisory-locks.ts';
import { queueNames, startBoss } from './boss.ts';
import { busyRepositories } from './busy-repositories.ts';
import { giveBackAll } from './claims.ts';
import { inTransaction, openDatabase } from './database.ts';
import { deliveryStore, pruneDeliveries } from './delivery-store.ts';
import { type EngineContext, type EngineHandlers, type EngineTiming, usualTiming } from './engine-context.ts';
import { untilIdle } from './idle.ts';
import { pruneRuns } from './prune-runs.ts';
import { keepReclaiming, reclaimAtStart } from './reclaimer.ts';
import { openRecords, type Records } from './records/all-records.ts';
import { endedRuns, runHistory } from './run-history.ts';
import { migrate } from './schema.ts';
import { Waker } from './waker.ts';
import { workQueue } from './work-queue.ts';
import { takeIdentity } from './worker-identity.ts';
import { startWorkers } from './workers.ts';

export interface EngineOptions {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly clock: Clock;
  /** How many test runs, and beside them how many environments, this process works on at once. */
  readonly concurrency: { readonly tests: number; readonly environments: number };
  readonly handlers: EngineHandlers;
  readonly timing?: Partial<EngineTiming>;
}

export interface Engine {
  readonly queue: Queue;
  readonly deliveries: Deliveries;
  readonly history: RunHistory;
  readonly records: Records;
  readonly locks: Locks;
  /** Resolves when no job waits or runs, in any process. For tests and the demo. */
  idle(): Promise<void>;
  /** Those of these runs that are over: what they left on the Docker Engine can go. */
  endedRuns(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The repositories (`owner/name`) in which a test or a delivery waits or runs, in any process. */
  busyRepositories(): Promise<ReadonlySet<string>>;
  /** Forgets deliveries and runs that nothing asks for any more. */
  prune(): Promise<void>;
  /** Ends all work: runs are told to stop and are waited for, at most so long as the timing says; what is unfinished is put back. */
  stop(): Promise<void>;
}

/** Starts the queue and its workers on a database, and takes over what dead processes left. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { databaseUrl, log, clock } = options;
  const pool = openDatabase(databaseUrl, log);
  // Runs that keep every connection busy never keep a forge waiting for its acknowledgement.
  const ingress = openDatabase(databaseUrl, log, 4);
  await migrate(pool);
  const boss = await startBoss(databaseUrl, log);
  const identity = await takeIdentity(databaseUrl, log);
  const waker = new Waker(boss);
  const stopping = new AbortController();
  const context: EngineContext = {
    ...{ pool, boss, worker: identity.id, log, clock, handlers: options.handlers },
    ...{ timing: { ...usualTiming, ...options.timing }, stopping: stopping.signal, running: new Map() },
    wake: (queue, delay) => waker.wake(queue, delay),
  };
  await reclaimAtStart(context);
  const busy = await startAllWorkers(context, waker, options.concurrency);
  const stopReclaiming = keepReclaiming(context);
  const stop = async () => {
    stopping.abort(new Error('The process is told to stop.'));
    stopReclaiming();
    await stopWorkers(context, busy);
    await Promise.all([identity.end(), ingress.end(), pool.end()]);
  };
  return { ...openPorts(context, ingress), locks: advisoryLocks(databaseUrl, log), stop: once(stop) };
}

/** They are short, and wait for the forge most of the time. */
const commandsAtOnce = 3;

async function startAllWorkers(
  context: EngineContext,
  waker: Waker,
  { tests, environments }: EngineOptions['concurrency'],
): Promise<ReadonlySet<Promise<void>>> {
  const busy = new Set<Promise<void>>();
  const counts = { deliveries: 1, tests, environments, commands: commandsAtOnce };
  for (const queue of queueNames) waker.watch(queue, await startWorkers(context, queue, counts[queue], busy));
  return busy;
}

/** What does not end in time is put back; pg-boss then lets go of it. */
async function stopWorkers(context: EngineContext, busy: ReadonlySet<Promise<void>>): Promise<void> {
  const { pool, boss, worker, timing } = context;
  await Promise.all(queueNames.map((queue) => boss.offWork(queue, { wait: false })));
  await Promise.race([Promise.allSettled(busy), wait(timing.stopWait, undefined, { ref: false })]);
  await inTransaction(pool, (client) => giveBackAll(client, boss, worker));
  await boss.stop({ graceful: false });
}

function openPorts(context: EngineContext, ingress: pg.Pool): Omit<Engine, 'locks' | 'stop'> {
  const { pool, boss, clock } = context;
  return {
    queue: workQueue(context),
    deliveries: deliveryStore(ingress, boss, clock),
    history: runHistory(pool),
    records: openRecords(pool),
    idle: () => untilIdle(pool),
    endedRuns: (ids) => endedRuns(pool, ids),
    busyRepositories: () => busyRepositories(pool),
    async prune() {
      await pruneDeliveries(pool, clock.now());
      await pruneRuns(pool, clock.now());
    },
  };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
