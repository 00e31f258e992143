import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Run, RunSubject } from '../../../src/ports/run.ts';
import { useEngines } from './engine-fixture.ts';
import { keepingLog, type LogLine } from './silent-log.ts';
import { convergence, Milestones, repository, testOf } from './test-engine.ts';

const engines = useEngines();
const subject: RunSubject = { repository, environment: 'sandbox', pullRequest: 1, head: 'a' };

test('a run that fails is tried again, and its finished steps are not run again', async () => {
  const ran: string[] = [];
  const runs = new Set<string>();
  const engine = await engines.start({
    work: async (_, run) => {
      runs.add(run.id);
      const built = await run.step('build', z.object({ digest: z.string() }), async () => {
        ran.push('build');
        return { digest: 'sha256:1' };
      });
      await run.step('test', z.void(), async () => {
        ran.push(`test ${built.digest}`);
        if (ran.length < 4) throw new Error('the registry is away');
      });
    },
  });
  await engine.queue.enqueue(convergence('sandbox'));
  await engine.idle();
  expect(ran).toEqual(['build', 'test sha256:1', 'test sha256:1', 'test sha256:1']);
  expect(runs.size).toBe(1);
  const [id = ''] = runs;
  expect(await engine.endedRuns([id, 'of-another-installation'])).toEqual(new Set([id]));
});

test('after the last try people are told, with a reference under which the log holds the whole chain', async () => {
  const lines: LogLine[] = [];
  const told: unknown[] = [];
  const cause = new Error('connection refused');
  const engine = await engines.start(
    {
      work: () => Promise.reject(new Error('the registry is away', { cause })),
      gaveUp: async (work, error, reference) => void told.push({ work, error, reference }),
    },
    { log: keepingLog(lines) },
  );
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.idle();
  const logged = lines.find((line) => line.level === 'error');
  const error = expect.objectContaining({ message: 'the registry is away', cause });
  expect(told).toEqual([{ work: testOf(1, 'a'), error, reference: expect.any(String) }]);
  expect(logged?.fields).toMatchObject({
    reference: z.object({ reference: z.string() }).parse(told[0]).reference,
  });
  expect(logged?.fields).toMatchObject({ err: { message: 'the registry is away', cause } });
});

test('where people can not be told, it is tried until they can', async () => {
  let told = 0;
  const engine = await engines.start({
    work: () => Promise.reject(new Error('the forge is away')),
    gaveUp: async () => {
      told += 1;
      if (told < 3) throw new Error('the forge is still away');
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.idle();
  expect(told).toBe(3);
});

test('an output with NUL characters and half surrogates is stored as it is', async () => {
  const printed = '\u0000 \ud800 \u001b[31m';
  const outputs: string[] = [];
  const engine = await engines.start({
    work: async (_, run) => {
      outputs.push(await run.step('print', z.string(), async () => printed));
      if (outputs.length === 1) throw new Error('once more');
    },
  });
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.idle();
  expect(outputs).toEqual([printed, printed]);
});

test('runs of one subject are numbered, and one keeps its number when it is tried again', async () => {
  const attempts = new Map<string, number[]>();
  const engine = await engines.start({
    work: async (_, run) => {
      const before = attempts.get(run.id) ?? [];
      attempts.set(run.id, [...before, await run.describe(subject)]);
      if (before.length === 0) throw new Error('once more');
    },
  });
  await Promise.all([engine.queue.enqueue(testOf(1, 'a')), engine.queue.enqueue(testOf(2, 'a'))]);
  await engine.idle();
  const numbers = [...attempts.values()].toSorted();
  expect(numbers).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('a subject is handled while another run works on it and after that, but not by the run that asks', async () => {
  const seen = new Milestones();
  const gate = Promise.withResolvers<void>();
  const running: Run[] = [];
  const engine = await engines.start({
    work: async (_, run) => {
      running.push(run);
      await run.describe(subject);
      seen.reach('described');
      await gate.promise;
    },
  });
  const handled = (except: string) => engine.history.isHandled(subject, except);
  const other = crypto.randomUUID();
  expect(await handled(other)).toBe(false);
  await engine.queue.enqueue(testOf(1, 'a'));
  await seen.until('described');
  expect([await handled(other), await handled(running[0]?.id ?? '')]).toEqual([true, false]);
  expect([await engine.history.active(), (await engine.endedRuns([running[0]?.id ?? ''])).size]).toEqual([
    1, 0,
  ]);
  gate.resolve();
  await engine.idle();
  expect([await handled(other), await engine.history.active()]).toEqual([true, 0]);
  expect(await engine.history.isHandled({ ...subject, head: 'b' }, other)).toBe(false);
});

test('an environment that a pull request comes back to is not handled, and those that it was tested for are known', async () => {
  const subjects: RunSubject[] = [
    subject,
    { ...subject, environment: 'qa' },
    { ...subject, environment: 'prod', head: 'of the queue', mergeGroup: true },
  ];
  const engine = await engines.start({
    work: async (_, run) => void (await run.describe(subjects.shift() ?? subject)),
  });
  const other = crypto.randomUUID();
  const handled = (environment: string) => engine.history.isHandled({ ...subject, environment }, other);
  await engine.queue.enqueue(testOf(1, 'a'));
  await engine.idle();
  expect(await handled('sandbox')).toBe(true);
  for (const number of [2, 3]) {
    await engine.queue.enqueue(testOf(number, 'a'));
    await engine.idle();
  }
  expect([await handled('sandbox'), await handled('qa')]).toEqual([false, true]);
  expect(await engine.history.environmentsOf(repository, 1)).toEqual([
    { environment: 'qa', heads: ['a'] },
    { environment: 'sandbox', heads: ['a'] },
  ]);
});
