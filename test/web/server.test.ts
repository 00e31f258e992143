import { expect, test } from 'vitest';
import type { Deliveries } from '../../src/ports/deliveries.ts';
import { memoryStore, serve } from './web-server.ts';

test('the process is alive even where it is not ready', async () => {
  const ready = {
    database: () => Promise.reject(new Error('password rejected')),
    engine: async () => undefined,
  };
  const { url } = await serve(memoryStore(), {}, ready);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const answer = await fetch(`${url}/readyz`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toBe('not ready: database\n');
});

test('it is ready when every check passes', async () => {
  const { url } = await serve(memoryStore(), {}, { database: async () => undefined });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('stopping waits until a delivery that is under way is stored and acknowledged', async () => {
  const asked = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<'accepted'>();
  const slow: Deliveries = {
    accept: () => {
      asked.resolve();
      return stored.promise;
    },
  };
  const { post, stop } = await serve(slow);
  const answer = post('{}', { connection: 'close' });
  await asked.promise;
  const stopped = stop();
  stored.resolve('accepted');
  expect((await answer).status).toBe(202);
  await stopped;
});

test('stopping does not wait for ever', async () => {
  const asked = Promise.withResolvers<void>();
  const hanging: Deliveries = {
    accept: () => {
      asked.resolve();
      return new Promise(() => undefined);
    },
  };
  const { post, stop } = await serve(hanging, { stopMs: 20, storeMs: 500 });
  const answer = post('{}');
  const broken = expect(answer).rejects.toThrow('fetch failed');
  await asked.promise;
  await stop();
  await broken;
});
