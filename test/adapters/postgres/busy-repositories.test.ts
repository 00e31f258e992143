import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './test-database.ts';
import { convergence, Milestones, repository, startTestEngine, testOf } from './test-engine.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('a repository is busy while a test or a delivery waits or runs there; an offer needs no image', async () => {
  const milestones = new Milestones();
  const goOn = Promise.withResolvers<void>();
  const work = async () => {
    milestones.reach('begun');
    await goOn.promise;
  };
  const engine = await startTestEngine(await server.database(), { work });
  const elsewhere = { owner: 'acme', name: 'fraud' };
  await engine.queue.enqueue(convergence('sandbox'));
  await milestones.until('begun');
  await engine.queue.enqueue({ ...testOf(1, 'a'), repository: elsewhere });
  await engine.queue.enqueue({
    kind: 'offer-promotion',
    repository: { owner: 'acme', name: 'x' },
    branch: 'qa',
  });

  expect(await engine.busyRepositories()).toEqual(
    new Set([`${repository.owner}/${repository.name}`, 'acme/fraud']),
  );
  goOn.resolve();
  await engine.idle();
  expect(await engine.busyRepositories()).toEqual(new Set());
  await engine.stop();
});
