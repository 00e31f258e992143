import { LRUCache } from 'lru-cache';
import pRetry from 'p-retry';
import { statusOf } from './status-of.ts';

/** A thing of ours on the forge: a comment or a check run, and what it says. */
export interface Kept {
  readonly id: number;
  readonly url: string;
  readonly content: string;
}

export interface Upsert {
  /** Names the thing in this process, for example `acme/churn#7 <marker>`. */
  readonly key: string;
  readonly content: string;
  /** Whether it can't be there yet: then it is looked for only where the first try to create it has an unknown end. */
  readonly isNew?: boolean;
  find(): Promise<Kept | undefined>;
  /** Is not retried by itself: after a failure it is not known whether it happened. */
  create(): Promise<Kept>;
  update(id: number, before: Kept): Promise<Kept>;
  /** Whether a new one has to take this one's place. */
  isSpent?(kept: Kept): boolean;
}

/**
 * Makes things of which there is to be exactly one. It remembers their ids, which saves the search; what is there already with
 * the same content is only read. Calls with one key follow each other. One that was deleted (404) is made again, and after a
 * failed creation (5xx, broken connection, "already exists") it is looked for before it is tried again.
 */
export function upserts(secondMs: number): (wanted: Upsert) => Promise<Kept> {
  const known = new LRUCache<string, Kept>({ max: 5000 });
  const tails = new Map<string, Promise<unknown>>();
  return (wanted) =>
    inTurn(tails, wanted.key, async () => {
      const changed = await changeKnown(known.get(wanted.key), wanted);
      const kept = changed ?? (await findOrCreate(wanted, secondMs));
      // As sent: GitHub may give it back in another form.
      known.set(wanted.key, { ...kept, content: wanted.content });
      return kept;
    });
}

async function changeKnown(kept: Kept | undefined, wanted: Upsert): Promise<Kept | undefined> {
  // The same content is verified by a search: another process may have changed it since.
  if (!kept || kept.content === wanted.content || wanted.isSpent?.(kept)) return undefined;
  try {
    return await wanted.update(kept.id, kept);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function findOrCreate(wanted: Upsert, secondMs: number): Promise<Kept> {
  let isNew = wanted.isNew ?? false;
  const attempt = async () => {
    const found = isNew ? undefined : await wanted.find();
    isNew = false;
    if (!found || (found.content !== wanted.content && wanted.isSpent?.(found))) return wanted.create();
    return found.content === wanted.content ? found : wanted.update(found.id, found);
  };
  return untilMade(attempt, secondMs);
}

/** Runs "look, then create" again where the creation's end is unknown or somebody else was first. */
export function untilMade<T>(attempt: () => Promise<T>, secondMs: number): Promise<T> {
  return pRetry(attempt, {
    retries: 3,
    minTimeout: secondMs,
    shouldRetry: ({ error }) => (statusOf(error) ?? 0) >= 500 || isTaken(error),
  });
}

/** For requests that create: GitHub may have done what it did not answer to. */
export const once = { request: { retries: 0 } } as const;

function isTaken(error: Error): boolean {
  return statusOf(error) === 422 && /already exists/i.test(error.message);
}

async function inTurn<T>(
  tails: Map<string, Promise<unknown>>,
  key: string,
  action: () => Promise<T>,
): Promise<T> {
  const turn = (tails.get(key) ?? Promise.resolve()).then(action, action);
  tails.set(key, turn);
  try {
    return await turn;
  } finally {
    if (tails.get(key) === turn) tails.delete(key);
  }
}
