import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Engine } from '../../../src/adapters/postgres/engine.ts';
import { convergence, Milestones, startTestEngine, testOf } from './engine-fixture.ts';
import { keepingLog, type LogLine } from './silent-log.ts';
import { startTestServer, type TestServer } from './test-database.ts';

let server: TestServer;
let url: string;
let engine: Engine | undefined;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.database();
});
afterEach(() => engine?.stop());

test('work of one key runs one after the other, work of different keys side by side', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  engine = await startTestEngine(url, {
    work: async (work) => {
      if (work.kind !== 'test-pull-request') return;
      seen.reach(`${work.number} begins ${work.head}`);
      if (work.head === 'a') await gate.promise;
      seen.reach(`${work.number} ends ${work.head}`);
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('1 begins a');
  await engine.queue.enqueue(testOf(1, 'b'));
  await engine.queue.enqueue(testOf(2, 'b'));
  await seen.until('2 ends b');
  gate.resolve();
  await engine.idle();
  expect(seen.reached).toEqual([
    '1 begins a',
    '2 begins b',
    '2 ends b',
    '1 ends a',
    '1 begins b',
    '1 ends b',
  ]);
});

test('a step that finished is not run again when the run is tried again', async () => {
  const steps: string[] = [];
  const lines: LogLine[] = [];
  let tries = 0;
  engine = await startTestEngine(
    url,
    {
      work: async (_, run) => {
        const answer = await run.step('build', z.number(), async () => steps.push('build'));
        await run.step('test', z.undefined(), async () => {
          steps.push(`test ${answer}`);
          tries += 1;
          if (tries < 3) throw new Error('the registry is away', { cause: new Error('connection refused') });
        });
      },
    },
    { log: keepingLog(lines) },
  );
  await engine.queue.enqueue(convergence('sandbox'));
  await engine.idle();
  expect(steps).toEqual(['build', 'test 1', 'test 1', 'test 1']);
  expect(lines.filter((line) => line.level === 'warn').map((line) => line.message)).toHaveLength(2);
});
