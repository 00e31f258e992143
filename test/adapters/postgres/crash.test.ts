import { expect, test } from 'vitest';
import { z } from 'zod';
import { startBoss } from '../../../src/adapters/postgres/boss.ts';
import { workKey } from '../../../src/domain/work.ts';
import { RunEnded } from '../../../src/ports/run.ts';
import { startChild } from './child-process.ts';
import { useEngines } from './engine-fixture.ts';
import { silentLog } from './silent-log.ts';
import { ask } from './test-database.ts';
import { Milestones, testOf } from './test-engine.ts';

const engines = useEngines();

test('a run whose process is killed in a step goes on at that step, at once and without losing a try', async () => {
  const child = startChild('engine-child.ts', { url: engines.url() });
  await child.says('second begins');
  await child.kill();

  const ran: string[] = [];
  const engine = await engines.start({
    work: async (work, run) => {
      expect(work).toEqual(testOf(1, 'a'));
      const first = await run.step('first', z.string(), async () => `${ran.push('first')}`);
      await run.step('second', z.void(), async () => void ran.push(`second after ${first}`));
      if (ran.length < 4) throw new Error('both tries are still there');
    },
    delivery: async ({ id }) => void ran.push(`delivery ${id}`),
  });
  await engine.idle();
  expect(ran.toSorted()).toEqual(['delivery 7', 'second after the child']);
});

test('a delivery that a killed process had acknowledged is dealt with, and not taken again', async () => {
  const child = startChild('engine-child.ts', { url: engines.url() });
  await child.says('delivery begins');
  await child.kill();

  const seen = new Milestones();
  const engine = await engines.start({
    delivery: async ({ id, event, payload }) => seen.reach(`${id} ${event} ${payload}`),
    work: async () => undefined,
  });
  expect(await engine.deliveries.accept({ id: '7', event: 'push', payload: '{}' })).toBe('known');
  await engine.idle();
  expect(seen.reached).toEqual(['7 push {"from":"the child"}']);
});

test('a job that a process had only just taken when it died is put back at the next start', async () => {
  const boss = await startBoss(engines.url(), silentLog);
  await boss.send('tests', testOf(1, 'a'), { singletonKey: workKey(testOf(1, 'a')) });
  expect(await boss.fetch('tests')).toHaveLength(1);
  await boss.stop();

  const seen = new Milestones();
  const engine = await engines.start({ work: async () => seen.reach('ran') });
  await engine.idle();
  expect(seen.reached).toEqual(['ran']);
});

test('another process that runs takes over what a killed one had', async () => {
  const seen = new Milestones();
  const engine = await engines.start({
    work: async (_, run) => {
      await run.step('second', z.void(), async () => undefined);
      seen.reach('taken over');
    },
    delivery: async () => undefined,
  });
  const child = startChild('engine-child.ts', { url: engines.url() });
  await Promise.race([child.says('second begins'), seen.until('taken over')]);
  await child.kill();
  await engine.idle();
  expect(seen.reached).toEqual(['taken over']);
});

test('a process that slept while another took over its run writes nothing', async () => {
  const seen = new Milestones();
  const wakeUp = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work, run) => {
      if (work.kind !== 'test-pull-request' || work.number === 2) return;
      const sleeper = seen.reached.length === 0;
      seen.reach(sleeper ? 'sleeper begins' : 'other begins');
      const value = await run
        .step('work', z.string(), async () => {
          if (sleeper) await wakeUp.promise;
          return sleeper ? 'by the sleeper' : 'by the other';
        })
        .catch((error) => (error instanceof RunEnded ? 'nothing' : String(error)));
      seen.reach(`${sleeper ? 'sleeper' : 'other'} wrote ${value}`);
      if (!sleeper) wakeUp.resolve();
      if (sleeper) throw new RunEnded('as a pipeline does');
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('sleeper begins');
  // What pg-boss does elsewhere with a job whose heartbeat stopped.
  await ask(engines.url(), `update pgboss.job set state = 'retry', start_after = now() where name = 'tests'`);
  await engine.queue.enqueue(testOf(2, 'a'));
  await seen.until('sleeper wrote nothing');
  await engine.idle();
  expect(seen.reached).toEqual([
    'sleeper begins',
    'other begins',
    'other wrote by the other',
    'sleeper wrote nothing',
  ]);
});

test('a newer head ends a run in another process too', async () => {
  const seen = new Milestones();
  const worker = await engines.start({
    work: async (work, { signal }) => {
      if (work.kind === 'test-pull-request' && work.head === 'b') return;
      signal.addEventListener('abort', () => seen.reach('aborted'));
      seen.reach('begins');
      await seen.until('aborted');
      throw signal.reason;
    },
  });
  await worker.queue.enqueue(testOf(1, 'a'));
  await seen.until('begins');
  const other = await engines.start({ work: async () => undefined });
  await other.queue.enqueue(testOf(1, 'b'));
  await other.queue.supersede(workKey(testOf(1, 'a')), 'b');
  await seen.until('aborted');
  await other.idle();
});

test('a process that is told to stop tells its runs, and puts them back for the next one', async () => {
  const seen = new Milestones();
  const stopped = await engines.start({
    work: async (_, run) => {
      await run.step('first', z.void(), async () => undefined);
      const aborted = new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      seen.reach('waits');
      await aborted;
      throw new RunEnded('a pipeline may take it for the end of its run');
    },
  });
  await stopped.queue.enqueue(testOf(1, 'a'));
  await seen.until('waits');
  await stopped.stop();
  const engine = await engines.start({
    work: async (_, run) => {
      await run.step('first', z.void(), async () => seen.reach('first again'));
      seen.reach('goes on');
    },
  });
  await engine.idle();
  expect(seen.reached).toEqual(['waits', 'goes on']);
});

test('a run that does not listen is left after the wait, and the next process goes on with it', async () => {
  const seen = new Milestones();
  const deaf = await engines.start(
    {
      work: async (_, run) => {
        await run.step('first', z.void(), async () => undefined);
        seen.reach('hangs');
        await new Promise(() => undefined);
      },
    },
    { timing: { stopWait: 10 } },
  );
  await deaf.queue.enqueue(testOf(1, 'a'));
  await seen.until('hangs');
  await deaf.stop();
  const engine = await engines.start({
    work: async (_, run) => {
      await run.step('first', z.void(), async () => seen.reach('first again'));
      seen.reach('goes on');
    },
  });
  await engine.idle();
  expect(seen.reached).toEqual(['hangs', 'goes on']);
});
