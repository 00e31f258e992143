import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngineImages } from '../../src/adapters/docker/engine-images.ts';
import { createImageRegistry } from '../../src/adapters/registry/image-registry.ts';
import { repository, type Scenario, startScenario } from '../support/scenario.ts';
import { closeEarlier, leaveImagesUnused } from '../support/stored-runs.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario(
    { environments: '  - name: sandbox' },
    { settings: { pruneRegistry: true } },
  );
});
afterAll(() => scenario?.stop());

const registry = createImageRegistry({ logins: new Map() });
const onEngine = createEngineImages(new Docker());

/** The tags in the registry, by digest. */
async function images(): Promise<Map<string, string[]>> {
  const tags = [...(await registry.tags(scenario.base.imageRepository))].toSorted();
  const grouped = Map.groupBy(tags, ([, digest]) => digest);
  return new Map([...grouped].map(([digest, found]) => [digest, found.map(([tag]) => tag)]));
}

/** Opens a pull request, waits for its test, and gives the digest of its image. */
async function propose(name: string): Promise<{ number: number; digest: string }> {
  const before = await images();
  const number = await scenario.propose(name, { [`${name}.txt`]: name });
  await scenario.settled();
  const [digest = ''] = [...(await images()).keys()].filter((each) => !before.has(each));
  return { number, digest };
}

async function told(number: number): Promise<string | null | undefined> {
  const { head } = scenario.view().pullRequest(number);
  expect(scenario.view().comments(number)).toHaveLength(1);
  return (await scenario.view().checkRuns(head.sha))[0]?.title;
}

/** Whether the branch of runs has the files of the run of a pull request's head. */
async function hasFiles({ number }: { readonly number: number }): Promise<boolean> {
  const folder = `pulls/${number}/${scenario.view().pullRequest(number).head.sha}/sandbox/1`;
  return (await scenario.view().files('tailrace/runs')).includes(`${folder}/record.json`);
}

/** The comment of a merged pull request says what became of it. */
function outcome(number: number): string | undefined {
  return scenario.view().comments(number)[0]?.body;
}

test('images that nobody uses are removed from the Engine and the registry, and built anew when they are wanted', async () => {
  const { dana, settings, settled } = scenario;
  const merged = await propose('merged');
  const commit = await dana.merge(repository, merged.number, 'squash');
  await settled();
  const [open, closed] = [await propose('open'), await propose('closed')];
  await dana.close(repository, closed.number);
  const digests = [merged, open, closed].map(({ digest }) => digest);
  expect([...(await images()).keys()].toSorted()).toEqual(digests.toSorted());
  expect(await onEngine.digests()).toEqual(expect.arrayContaining(digests));

  await leaveImagesUnused(settings.dataFolder, 31);
  await scenario.reconcile();
  await settled();

  const left = await images();
  expect([...left.keys()].toSorted()).toEqual([merged.digest, open.digest].toSorted());
  expect(left.get(merged.digest)).toContain(commit);
  const there = await onEngine.digests();
  expect(digests.map((digest) => there.includes(digest))).toEqual([true, true, false]);

  expect(await Promise.all([merged, open, closed].map(hasFiles))).toEqual([true, true, true]);
  await closeEarlier(settings.dataFolder, 31);
  await scenario.reconcile();
  await settled();
  expect(await Promise.all([merged, open, closed].map(hasFiles))).toEqual([false, true, false]);

  await dana.reopen(repository, closed.number);
  await dana.push({ repository, branch: 'closed', message: 'Once more' });
  await settled();
  expect(await told(closed.number)).toBe('rate 0.25, 1 of 1 gate');
  expect(await hasFiles(closed)).toBe(true);
  expect((await images()).size).toBe(3);
  expect(await told(open.number)).toBe('rate 0.25, 1 of 1 gate');
  expect(outcome(merged.number)).toContain('### 🚀 churn is deployed to sandbox');
});

test('git caches that were removed are fetched anew: a tested tree is delivered from what the forge has', async () => {
  const { dana, settings, settled, view } = scenario;
  const [, open] = view().pullRequests('open');
  await rm(join(settings.dataFolder, 'git'), { recursive: true });
  await scenario.restart();
  const before = await images();

  await dana.merge(repository, open?.number ?? 0, 'squash');
  await settled();
  expect(outcome(open?.number ?? 0)).toContain('### 🚀 churn is deployed to sandbox');
  expect([...(await images()).keys()].toSorted()).toEqual([...before.keys()].toSorted());
});
