import { z } from 'zod';
import { startTestEngine, testOf } from './test-engine.ts';

/** Takes a delivery and a test run, gets stuck in both, and waits to be killed. */
const { url } = JSON.parse(process.argv[2] ?? '');
const stuck = new Promise<never>(() => undefined);

function say(line: string): Promise<never> {
  console.log(line);
  return stuck;
}

const engine = await startTestEngine(url, {
  delivery: () => say('delivery begins'),
  work: async (_, run) => {
    await run.step('first', z.string(), async () => 'the child');
    await run.step('second', z.undefined(), () => say('second begins'));
  },
});
await engine.deliveries.accept({ id: '7', event: 'push', payload: '{"from":"the child"}' });
await engine.queue.enqueue(testOf(1, 'a'));
