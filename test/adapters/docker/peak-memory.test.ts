import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { followMemory } from '../../../src/adapters/docker/peak-memory.ts';

async function seen(...messages: readonly object[]): Promise<number[]> {
  const bytes: number[] = [];
  const lines = messages.map((message) => `${JSON.stringify(message)}\n`).join('');
  await followMemory(Readable.from([lines.slice(0, 10), lines.slice(10)].map(Buffer.from)), (used) =>
    bytes.push(used),
  );
  return bytes;
}

const look = (usage: number, stats: object) => ({ memory_stats: { usage, stats } });

test('the memory in use is without what the kernel only keeps of files, in both versions of cgroups', async () => {
  const v1 = look(300, { inactive_file: 10, total_inactive_file: 40 });
  expect(await seen(v1, look(500, { inactive_file: 100 }), look(5, { inactive_file: 9 }))).toEqual([
    260, 400, 0,
  ]);
});

test('before its start and after its end a container has no memory: that is no look', async () => {
  expect(await seen({ memory_stats: {} }, look(7, {}), { memory_stats: {} })).toEqual([7]);
});
