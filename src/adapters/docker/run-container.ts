import type { Container } from 'dockerode';
import pRetry from 'p-retry';
import { z } from 'zod';
import { containerOutput, type OutputChunk } from './container-output.ts';
import { hasStatus } from './engine-error.ts';

const endSchema = z.object({ State: z.object({ ExitCode: z.number(), OOMKilled: z.boolean() }) });

/** After a container's end its output is there at once; a stream that stays open longer is closed. */
const outputLimitMs = 10_000;

export interface RunOptions {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  onOutput(chunk: OutputChunk): void;
}

export interface ContainerEnd {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
}

/**
 * Starts a created container and waits for its end, which the time limit or the signal bring about by SIGKILL. Rejects with the
 * signal's reason when it was aborted.
 */
export async function runContainer(container: Container, options: RunOptions): Promise<ContainerEnd> {
  options.signal.throwIfAborted();
  const attached = await container.attach({ stream: true, stdout: true, stderr: true });
  const reading = readOutput(attached, options);
  await container.start();
  const timedOut = await untilEnd(container, options);
  options.signal.throwIfAborted();
  await atMost(reading, outputLimitMs);
  const { State } = endSchema.parse(await container.inspect());
  return { exitCode: State.ExitCode, outOfMemory: State.OOMKilled, timedOut };
}

async function readOutput(attached: NodeJS.ReadableStream, { onOutput }: RunOptions): Promise<void> {
  try {
    for await (const chunk of containerOutput(attached)) onOutput(chunk);
  } catch {
    // The connection broke: the run's end is told by the Engine, and what was read stays.
  }
}

/** Waits for the end; true where the time limit brought it about. */
async function untilEnd(container: Container, { timeoutSeconds, signal }: RunOptions): Promise<boolean> {
  let timedOut = false;
  const stop = () => void kill(container);
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutSeconds * 1000);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await container.wait();
    return timedOut;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** One that ended by itself in the meantime can't be killed (409, 404). A kill that is lost would let it run forever. */
async function kill(container: Container): Promise<void> {
  const isOver = (error: unknown) => hasStatus(error, 409) || hasStatus(error, 404);
  const options = {
    retries: 5,
    minTimeout: 500,
    shouldRetry: ({ error }: { error: unknown }) => !isOver(error),
  };
  await pRetry(() => container.kill(), options).catch(() => undefined);
}

async function atMost(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
