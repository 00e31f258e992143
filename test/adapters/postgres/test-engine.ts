import { EventEmitter, once } from 'node:events';
import { type Engine, startEngine } from '../../../src/adapters/postgres/engine.ts';
import type { EngineHandlers, EngineTiming } from '../../../src/adapters/postgres/engine-context.ts';
import type { DeliverBranch, TestPullRequest } from '../../../src/domain/work.ts';
import type { Log } from '../../../src/ports/log.ts';
import { silentLog } from './silent-log.ts';

export const repository = { owner: 'acme', name: 'churn' };

export function testOf(number: number, head: string): TestPullRequest {
  return { kind: 'test-pull-request', repository, number, head, base: 'sandbox', again: false };
}

export function convergence(branch: string): DeliverBranch {
  return { kind: 'deliver-branch', repository, branch };
}

export interface TestEngineOptions {
  readonly timing?: Partial<EngineTiming>;
  readonly log?: Log;
}

const unexpected = () => Promise.reject(new Error('This test expects no such call.'));

/** An engine on `url` whose waits are short, with the handlers that a test gives. */
export function startTestEngine(
  url: string,
  handlers: Partial<EngineHandlers>,
  options: TestEngineOptions = {},
): Promise<Engine> {
  return startEngine({
    ...{ databaseUrl: url, log: options.log ?? silentLog, clock: { now: () => new Date() } },
    concurrency: { tests: 2, environments: 1 },
    handlers: { delivery: unexpected, work: unexpected, gaveUp: unexpected, ...handlers },
    timing: {
      retryDelays: [10, 20],
      reportDelay: 10,
      reclaimInterval: 200,
      stopWait: 5_000,
      ...options.timing,
    },
  });
}

/** What handlers tell a test, in order; the test can wait for each. */
export class Milestones {
  readonly reached: string[] = [];
  readonly #emitter = new EventEmitter();

  reach(name: string): void {
    this.reached.push(name);
    this.#emitter.emit('reached');
  }

  async until(name: string): Promise<void> {
    while (!this.reached.includes(name)) await once(this.#emitter, 'reached');
  }
}
