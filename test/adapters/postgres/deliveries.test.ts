import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/domain/delivery.ts';
import { useEngines } from './engine-fixture.ts';
import { keepingLog, type LogLine } from './silent-log.ts';
import { Milestones } from './test-engine.ts';

const engines = useEngines();
const delivery: Delivery = { id: '7', event: 'push', payload: '{"ref":"refs/heads/sandbox"}' };

test('a delivery that comes many times is taken once', async () => {
  const handled: Delivery[] = [];
  const engine = await engines.start({
    delivery: async ({ id, event, payload }) => void handled.push({ id, event, payload }),
  });
  const answers = await Promise.all([1, 2, 3, 4].map(() => engine.deliveries.accept(delivery)));
  await engine.idle();
  expect(answers.toSorted()).toEqual(['accepted', 'known', 'known', 'known']);
  expect(await engine.deliveries.accept(delivery)).toBe('known');
  await engine.idle();
  expect(handled).toEqual([delivery]);
});

test('deliveries are dealt with in the order in which they came', async () => {
  const seen = new Milestones();
  const engine = await engines.start({ delivery: async ({ id }) => seen.reach(id) });
  for (const id of ['1', '2', '3', '4', '5']) await engine.deliveries.accept({ ...delivery, id });
  await engine.idle();
  expect(seen.reached).toEqual(['1', '2', '3', '4', '5']);
});

test('a delivery that fails is tried again, and given up with its whole story in the log', async () => {
  const lines: LogLine[] = [];
  const error = new Error('the forge is away', { cause: new Error('connection refused') });
  let tries = 0;
  const handler = () => {
    tries += 1;
    return Promise.reject(error);
  };
  const engine = await engines.start({ delivery: handler }, { log: keepingLog(lines) });
  await engine.deliveries.accept(delivery);
  await engine.idle();
  expect(tries).toBe(3);
  expect(lines.filter((line) => line.level === 'error')).toEqual([
    expect.objectContaining({ fields: { delivery: '7', event: 'push', reference: '7', err: error } }),
  ]);
});
