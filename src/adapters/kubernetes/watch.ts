import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { deploymentSchema } from '../../domain/rollout/cluster-objects.ts';
import type { RolloutTarget } from '../../ports/cluster.ts';
import { ask, query } from './ask.ts';
import type { Connection } from './connection.ts';
import { paths, selectorOf } from './look.ts';

export interface WatchTiming {
  /** Milliseconds before it is tried again for the first time; they double up to a minute. */
  readonly pauseMs: number;
  /** Seconds after which the API server ends a watch, as it would at some time. */
  readonly seconds: number;
}

export const usualTiming: WatchTiming = { pauseMs: 1000, seconds: 540 };

const longestPauseMs = 60_000;

const version = z.object({ resourceVersion: z.string() });
const listSchema = z.object({ metadata: version, items: z.array(z.unknown()) });
const changeSchema = z.object({
  type: z.string(),
  object: z.looseObject({ metadata: version.partial().optional(), code: z.number().optional() }),
});

interface Watched {
  /** Path and selectors of a list. */
  readonly path: string;
  readonly selectors: Readonly<Record<string, string>>;
  /** Told of each object that was listed or changed. */
  readonly onObject: (object: unknown) => void;
  readonly onChange: () => void;
}

/** Watches the Deployment and, once its selector is known, its pods. */
export function watchRollout(
  connect: () => Promise<Connection>,
  target: RolloutTarget,
  onChange: () => void,
  timing: WatchTiming,
): { stop(): void } {
  const stopped = new AbortController();
  const { core, apps } = paths(target);
  let selector: string | undefined;
  const watchPods = (object: unknown) => {
    const { data } = deploymentSchema.safeParse(object);
    if (!data || selector !== undefined) return;
    selector = selectorOf(data.spec.selector);
    const pods = {
      path: `${core}/pods`,
      selectors: { labelSelector: selector },
      onObject: () => {},
      onChange,
    };
    void keepWatching(connect, pods, timing, stopped.signal);
  };
  const selectors = { fieldSelector: `metadata.name=${target.deployment}` };
  const deployments = { path: `${apps}/deployments`, selectors, onObject: watchPods, onChange };
  void keepWatching(connect, deployments, timing, stopped.signal);
  return { stop: () => stopped.abort() };
}

/**
 * Goes on after each end of a watch where that ended. Lists anew where the API server does not know that any more, and after a failure,
 * with longer and longer pauses: a watch that ends as soon as it began is one too.
 */
async function keepWatching(
  connect: () => Promise<Connection>,
  watched: Watched,
  timing: WatchTiming,
  signal: AbortSignal,
): Promise<void> {
  let from: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const began = performance.now();
    try {
      const connection = await connect();
      from ??= await list(connection, watched);
      from = await watchOnce(connection, watched, from, timing, signal);
    } catch {
      from = undefined;
    }
    const hasHeld = from !== undefined && performance.now() - began > timing.pauseMs;
    failures = hasHeld ? 0 : failures + 1;
    if (failures > 0) await pause(timing.pauseMs * 2 ** (failures - 1), signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const options = { signal, ref: false };
  await wait(Math.min(milliseconds, longestPauseMs), undefined, options).catch(() => undefined);
}

/** Gives from where to watch. Whatever happened before is told as one change. */
async function list(connection: Connection, watched: Watched): Promise<string | undefined> {
  const found = await ask(
    connection,
    `${watched.path}?${query({ ...watched.selectors, limit: 500 })}`,
    listSchema,
  );
  for (const object of found?.items ?? []) watched.onObject(object);
  watched.onChange();
  return found?.metadata.resourceVersion;
}

/** Watches until the API server ends it. Gives from where to go on; undefined where it has to be listed anew (410 Gone). */
async function watchOnce(
  connection: Connection,
  { path, selectors, onObject, onChange }: Watched,
  from: string | undefined,
  { seconds }: WatchTiming,
  stopped: AbortSignal,
): Promise<string | undefined> {
  const asked = query({
    ...selectors,
    watch: true,
    allowWatchBookmarks: true,
    timeoutSeconds: seconds,
    resourceVersion: from,
  });
  // A connection that died silently is given up a little later than the API server would have ended the watch.
  const signal = AbortSignal.any([stopped, AbortSignal.timeout((seconds + 30) * 1000)]);
  const answer = await connection.open(`${path}?${asked}`, signal);
  if (answer.statusCode === 410) return undefined;
  if (answer.statusCode !== 200) throw new Error(`the watch was answered ${answer.statusCode}`);
  let latest = from;
  for await (const line of linesOf(answer)) {
    const { type, object } = changeSchema.parse(JSON.parse(line));
    if (type === 'ERROR') {
      if (object.code === 410) return undefined;
      throw new Error(`the watch ended with ${object.code}`);
    }
    latest = object.metadata?.resourceVersion ?? latest;
    if (type === 'BOOKMARK') continue;
    onObject(object);
    onChange();
  }
  return latest;
}

async function* linesOf(answer: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of answer) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
