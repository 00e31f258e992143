import { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import { z } from 'zod';
import { jsonLines } from './json-lines.ts';

export interface MemoryWatch {
  /** Ends the watch and gives the most memory in bytes that was seen; undefined where nothing was. */
  end(): number | undefined;
}

const sample = z.object({
  memory_stats: z.object({
    usage: z.number(),
    stats: z.object({ inactive_file: z.number().optional(), total_inactive_file: z.number().optional() }),
  }),
});

/**
 * Looks at a container's memory about once a second while it runs, as the Engine tells it
 * (https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStats), without what the kernel only
 * keeps of files. A peak between two looks is not seen, and a watch that breaks off is no reason to fail a run.
 */
export async function watchMemory(container: Container): Promise<MemoryWatch> {
  const stats = await container.stats({ stream: true }).catch(() => undefined);
  if (!(stats instanceof Readable)) return { end: () => undefined };
  let peak: number | undefined;
  followMemory(stats, (bytes) => {
    peak = Math.max(peak ?? 0, bytes);
  }).catch(() => undefined);
  return {
    end() {
      stats.destroy();
      return peak;
    },
  };
}

/** Calls `onBytes` with the memory in use at each look. */
export async function followMemory(stats: Readable, onBytes: (bytes: number) => void): Promise<void> {
  for await (const message of jsonLines(stats)) {
    const seen = sample.safeParse(message);
    if (seen.success) onBytes(usedBytes(seen.data));
  }
}

/** cgroup v2 says `inactive_file`; v1 says it for the container's own group, and `total_` with those below. */
function usedBytes({ memory_stats: { usage, stats } }: z.infer<typeof sample>): number {
  return Math.max(0, usage - (stats.total_inactive_file ?? stats.inactive_file ?? 0));
}
