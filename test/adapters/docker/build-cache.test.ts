import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { pruneBuildCache } from '../../../src/adapters/docker/build-cache.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

const run = `cache-${randomUUID()}`;
afterAll(() => removeTags(`tailrace/build:${run}`));

test('what is within the bound of the build cache stays there', async () => {
  const lines: string[] = [];
  const dockerfile = `FROM ${baseImage}\nRUN echo ${run}\n`;
  await build(run, dockerfile);
  await pruneBuildCache(docker, 1024 ** 4);
  await build(run, dockerfile, { onLine: (line) => lines.push(line) });

  const step = lines.find((line) => line.includes(`RUN echo ${run}`))?.split(' ')[0];
  expect(lines).toContain(`${step} CACHED`);
});
