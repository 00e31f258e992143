import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const msBetweenLooks = 3;

/** Resident memory of several processes in MB (10^6 bytes). */
export interface Memory {
  /** Of each counted for itself. */
  readonly each: number;
  /** Files that are mapped, such as the program itself, counted once. */
  readonly once: number;
}

/** The most that a process and its children were seen to have together, until it ends, as Linux counts it. */
export async function mostMemory(pid: number): Promise<Memory> {
  let most: Memory = { each: 0, once: 0 };
  for (let now = await memoryOf(pid); now.each > 0; now = await memoryOf(pid)) {
    most = { each: Math.max(most.each, now.each), once: Math.max(most.once, now.once) };
    await pause(msBetweenLooks);
  }
  return most;
}

async function memoryOf(pid: number): Promise<Memory> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const all = [pid, ...children.trim().split(' ').filter(Boolean).map(Number)];
  // One that has just ended has none.
  const statuses = await Promise.all(
    all.map((one) => readFile(`/proc/${one}/status`, 'utf8').catch(() => '')),
  );
  const own = statuses.map((status) => megabytes(status, 'RssAnon') + megabytes(status, 'RssShmem'));
  const mapped = statuses.map((status) => megabytes(status, 'RssFile'));
  return { each: sum(own) + sum(mapped), once: sum(own) + Math.max(...mapped) };
}

function megabytes(status: string, name: string): number {
  return (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024) / 1e6;
}

function sum(values: readonly number[]): number {
  return values.reduce((before, value) => before + value, 0);
}
