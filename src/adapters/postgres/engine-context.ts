import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Delivery } from '../../domain/delivery.ts';
import type { Work } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Run } from '../../ports/run.ts';
import type { QueueName } from './boss.ts';

/** What the engine calls. An error thrown by `delivery` or `work` means: try again later. */
export interface EngineHandlers {
  delivery(delivery: Delivery): Promise<void>;
  work(work: Work, run: Run): Promise<void>;
  /** Tells people that the work failed for good. `reference` leads to the log. May be called again after a crash. */
  gaveUp(work: Work, error: unknown, reference: string): Promise<void>;
}

/** All in milliseconds. */
export interface EngineTiming {
  /** The waits before each further try; when they are used up, the work is given up. */
  readonly retryDelays: readonly number[];
  /** The wait before giving up is tried again, where that failed too. */
  readonly reportDelay: number;
  /** How often jobs of dead processes are looked for. */
  readonly reclaimInterval: number;
  /** How long `stop` waits for what runs. */
  readonly stopWait: number;
}

export const usualTiming: EngineTiming = {
  retryDelays: [1_000, 2_000, 4_000, 8_000],
  reportDelay: 60_000,
  reclaimInterval: 2_000,
  stopWait: 10_000,
};

/** What the parts of a running engine share. */
export interface EngineContext {
  readonly pool: pg.Pool;
  readonly boss: PgBoss;
  readonly worker: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly handlers: EngineHandlers;
  readonly timing: EngineTiming;
  /** Aborts when the process is told to stop. */
  readonly stopping: AbortSignal;
  /** Ends the runs of this process, by id. */
  readonly running: Map<string, AbortController>;
  /** Makes the workers of a queue look for jobs, now or after so many milliseconds. */
  wake(queue: QueueName, delay?: number): void;
}
