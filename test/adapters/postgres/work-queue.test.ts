import { expect, test } from 'vitest';
import { z } from 'zod';
import { commandsIn, type Work, workKey } from '../../../src/domain/work.ts';
import { type Run, RunEnded } from '../../../src/ports/run.ts';
import { useEngines } from './engine-fixture.ts';
import { convergence, Milestones, repository, testOf } from './test-engine.ts';

const engines = useEngines();
const key = workKey(testOf(1, 'a'));

function label(work: Work): string {
  if (work.kind === 'test-pull-request') return `#${work.number} ${work.head}`;
  if (work.kind === 'run-command') return work.id;
  if (work.kind === 'follow-rollout') return work.environment;
  return 'branch' in work ? work.branch : work.head;
}

/** Waits for the end of the run that it is called in, as a pipeline that waits for a container does. */
function untilAborted({ signal }: Run): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

test('work of one key runs one after the other, work of different keys side by side', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work) => {
      seen.reach(`${label(work)} begins`);
      if (label(work) === '#1 a') await gate.promise;
      seen.reach(`${label(work)} ends`);
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('#1 a begins');
  await engine.queue.enqueue(testOf(1, 'b'));
  await engine.queue.enqueue(testOf(2, 'a'));
  await seen.until('#2 a ends');
  gate.resolve();
  await engine.idle();
  const inOrder = ['#1 a begins', '#2 a begins', '#2 a ends', '#1 a ends', '#1 b begins', '#1 b ends'];
  expect(seen.reached).toEqual(inOrder);
});

test('commands wait for no build, and those of one comment follow each other, also past one that fails at first', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work) => {
      const isFirst = !seen.reached.includes(label(work));
      seen.reach(label(work));
      if (work.kind === 'deliver-branch') await gate.promise;
      if (work.kind === 'run-command' && work.id === 'd/0' && isFirst) throw new Error('the forge is away');
    },
  });
  await engine.queue.enqueue(convergence('qa'));
  await seen.until('qa');
  const place = { kind: 'issue', number: 7 } as const;
  const said = { kind: 'comment', id: 'd', repository, place, comment: 12, by: 'dana' } as const;
  for (const work of commandsIn({ ...said, text: '/status\n/help' }, new Date()))
    await engine.queue.enqueue(work);
  await seen.until('d/1');
  gate.resolve();
  await engine.idle();
  expect(seen.reached).toEqual(['qa', 'd/0', 'd/0', 'd/1']);
});

test('deliveries and promotions of an environment take turns; neither takes the place of the other that waits', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work) => {
      seen.reach(`${work.kind} begins`);
      if (seen.reached.length === 1) await gate.promise;
      seen.reach(`${work.kind} ends`);
    },
  });
  const offer = { ...convergence('qa'), kind: 'offer-promotion' } as const;
  await engine.queue.enqueue(offer);
  await seen.until('offer-promotion begins');
  await engine.queue.enqueue(convergence('qa'));
  await engine.queue.enqueue(offer);
  await engine.queue.enqueue(offer);
  await engine.queue.supersede(workKey(offer), 'newer');
  gate.resolve();
  await engine.idle();
  const offered = ['offer-promotion begins', 'offer-promotion ends'];
  expect(seen.reached).toEqual([...offered, 'deliver-branch begins', 'deliver-branch ends', ...offered]);
});

test('an environment finds a free place while all places for tests are taken', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work) => {
      if (work.kind === 'test-pull-request') await gate.promise;
      seen.reach(label(work));
    },
  });
  for (const number of [1, 2, 3]) await engine.queue.enqueue(testOf(number, 'a'));
  await engine.queue.enqueue(convergence('qa'));
  await seen.until('qa');
  expect(seen.reached).toEqual(['qa']);
  gate.resolve();
  await engine.idle();
  expect(seen.reached).toHaveLength(4);
});

test('newer work replaces what waits under its key, but not a wish to run the same head again', async () => {
  const ran: Work[] = [];
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work) => {
      ran.push(work);
      seen.reach(label(work));
      await gate.promise;
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('#1 a');
  await engine.queue.enqueue(testOf(1, 'b'));
  await engine.queue.enqueue({ ...testOf(1, 'c'), again: true });
  await engine.queue.enqueue(testOf(1, 'c'));
  gate.resolve();
  await engine.idle();
  expect(ran).toEqual([testOf(1, 'a'), { ...testOf(1, 'c'), again: true }]);
});

test('a newer head ends the run that still tests an older one: it is told at once and writes nothing more', async () => {
  const seen = new Milestones();
  const engine = await engines.start({
    work: async (work, run) => {
      seen.reach(label(work));
      if (label(work) !== '#1 a') return;
      await untilAborted(run).catch((reason) =>
        seen.reach(reason instanceof RunEnded ? 'told' : String(reason)),
      );
      await run.step('late', z.void(), async () => seen.reach('ran too late'));
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('#1 a');
  await engine.queue.enqueue(testOf(1, 'b'));
  await engine.queue.supersede(key, 'b');
  await engine.idle();
  await seen.until('told');
  expect(seen.reached.toSorted()).toEqual(['#1 a', '#1 b', 'told']);
});

test('what is gone ends the run of its head alone, or that of any head', async () => {
  const seen = new Milestones();
  const engine = await engines.start({
    work: async (work, run) => {
      seen.reach(label(work));
      await untilAborted(run).catch(() => seen.reach(`${label(work)} ended`));
      run.signal.throwIfAborted();
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.queue.enqueue(convergence('qa'));
  await seen.until('#1 a');
  await seen.until('qa');
  await engine.queue.end(key, 'b');
  await engine.queue.end(workKey(convergence('qa')));
  await seen.until('qa ended');
  expect(seen.reached).not.toContain('#1 a ended');
  await engine.queue.end(key, 'a');
  await engine.idle();
  expect(seen.reached.toSorted()).toEqual(['#1 a', '#1 a ended', 'qa', 'qa ended']);
});

test('a cancellation takes the place of what runs and of what waits; where there is neither, it is nothing', async () => {
  const ran: Work[] = [];
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work, run) => {
      ran.push(work);
      seen.reach(label(work));
      if (ran.length === 1) await untilAborted(run);
      await gate.promise;
    },
  });
  const cancelled = { ...testOf(1, 'a'), cancelled: { by: 'dana', comment: 'https://forge.example.com/12' } };
  expect(await engine.queue.replace(cancelled)).toBe(false);
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('#1 a');
  await engine.queue.enqueue({ ...testOf(1, 'a'), again: true });
  expect(await engine.queue.replace(cancelled)).toBe(true);
  gate.resolve();
  await engine.idle();
  expect(ran).toEqual([testOf(1, 'a'), cancelled]);
});

test('a run for this very head goes on, and so does one that has begun to write', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const engine = await engines.start({
    work: async (work, run) => {
      await run.describe({ repository, environment: 'qa', head: 'a' });
      if (label(work) === 'qa') await run.beginWriting();
      seen.reach(label(work));
      await gate.promise;
      seen.reach(`${label(work)} ${run.signal.aborted}`);
    },
  });
  for (const work of [testOf(1, 'a'), convergence('qa')]) await engine.queue.enqueue(work);
  await Promise.all([seen.until('#1 a'), seen.until('qa')]);
  await engine.queue.supersede(key, 'a');
  await engine.queue.supersede(workKey(convergence('qa')), 'b');
  gate.resolve();
  await engine.idle();
  expect(seen.reached.slice(2).toSorted()).toEqual(['#1 a false', 'qa false']);
});

test('a run that was superseded can not begin to write', async () => {
  const outcome = Promise.withResolvers<unknown>();
  const engine = await engines.start({
    work: async (_, run) => {
      await engine.queue.supersede(key, 'b');
      await run.beginWriting().then(outcome.resolve, outcome.resolve);
      run.signal.throwIfAborted();
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  expect(await outcome.promise).toEqual(expect.any(RunEnded));
  await engine.idle();
});

test('a run that does not know its head is ended only where newer work waits', async () => {
  const aborted: boolean[] = [];
  const environment = workKey(convergence('qa'));
  const engine = await engines.start({
    work: async (_, run) => {
      if (aborted.length > 0) return;
      await engine.queue.supersede(environment, 'b');
      aborted.push(run.signal.aborted);
      await engine.queue.enqueue(convergence('qa'));
      await engine.queue.supersede(environment, 'b');
      aborted.push(run.signal.aborted);
    },
  });
  await engine.queue.enqueue(convergence('qa'));
  await engine.idle();
  expect(aborted).toEqual([false, true]);
});

test('newer work waits for the next try of a run that was writing, and overtakes one that was testing', async () => {
  const tries: string[] = [];
  const engine = await engines.start({
    work: async (work, run) => {
      tries.push(label(work));
      if (tries.length > 1 && work.kind === 'deliver-branch') return;
      if (label(work) === '#1 b') return;
      if (work.kind === 'deliver-branch') await run.beginWriting();
      const newer = work.kind === 'deliver-branch' ? work : testOf(1, 'b');
      await engine.queue.enqueue(newer);
      await engine.queue.supersede(workKey(newer), 'b');
      tries.push(`${label(work)} fails`);
      throw new Error('the forge is away');
    },
  });
  await engine.queue.enqueue(convergence('qa'));
  await engine.idle();
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.idle();
  expect(tries.slice(0, 4)).toEqual(['qa', 'qa fails', 'qa', 'qa']);
  expect(tries.slice(4).toSorted()).toEqual(['#1 a', '#1 a fails', '#1 b']);
});
