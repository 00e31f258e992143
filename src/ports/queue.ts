import type { Work } from '../domain/work.ts';

/** Takes work for later, durably. */
export interface Queue {
  /** Adds the work; where work of the same kind with the same key waits already, this replaces it. Work that runs is not touched. */
  enqueue(work: Work): Promise<void>;
  /**
   * Ends the run of this key that is still testing another head than `head`: its signal aborts, and it can write nothing more.
   * A run that has begun to write, and one for this very head, go on.
   */
  supersede(key: string, head: string): Promise<void>;
  /**
   * Puts this work in the place of what waits, and of what still tests, under its key: those ends in the same way. False where nothing does;
   * then nothing is added.
   */
  replace(work: Work): Promise<boolean>;
  /** Ends, in the same way, the run of this key that is still testing this head, or whatever it tests. */
  end(key: string, head?: string): Promise<void>;
}
