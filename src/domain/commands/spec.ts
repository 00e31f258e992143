import type { Need } from '../permissions/rights.ts';

/** A command `C`, as one file describes it: how it is written, and what it needs. */
export interface CommandSpec<C> {
  /** What is written behind `/tailrace`. */
  readonly usage: string;
  /** What it does, as a sentence. */
  readonly does: string;
  /** One for each way to use it: the help tells by them who may, too. */
  readonly examples: readonly string[];
  /** Reads the words behind the name; undefined where they don't fit the usage. */
  read(words: readonly string[]): C | undefined;
  /** What is asked of whoever writes it. It is carried out only for those who have it. */
  need(command: C): Need;
}
