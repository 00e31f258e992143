import type { PgBoss } from 'pg-boss';
import type { QueueName } from './boss.ts';

/** Wakes the workers of a queue. It exists before its workers do, since they wake each other. */
export class Waker {
  readonly #boss: PgBoss;
  readonly #workers = new Map<QueueName, readonly string[]>();

  constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  watch(queue: QueueName, workers: readonly string[]): void {
    this.#workers.set(queue, workers);
  }

  /** After `delay` milliseconds; a process that ends is not kept by it. */
  wake(queue: QueueName, delay = 0): void {
    if (delay > 0) {
      setTimeout(() => this.wake(queue), delay).unref();
      return;
    }
    for (const worker of this.#workers.get(queue) ?? []) this.#boss.notifyWorker(worker);
  }
}
