import { randomUUID } from 'node:crypto';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createEngineCleanup } from '../../../src/adapters/docker/cleanup.ts';
import { inspectImage } from '../../../src/adapters/docker/local-image.ts';
import { derivedFromLabel, derivedTags, runLabel, splitTag } from '../../../src/adapters/docker/names.ts';
import { noteUse, removeOldCheckers } from '../../../src/adapters/docker/old-checkers.ts';
import { baseImage, build, docker, removeTags } from './test-engine.ts';

const over = [`over-${randomUUID()}`, `over-${randomUUID()}`];
const active = `active-${randomUUID()}`;
afterAll(() => removeTags(`tailrace/build:${active}`, ...over.map((run) => `tailrace/build:${run}`)));

const inTwoHours = () => new Date(Date.now() + 2 * 3600_000);
/** Only this file's runs are over: other tests use the same Engine. */
const removeLeftovers = () =>
  createEngineCleanup(docker, baseImage, inTwoHours).removeLeftovers(
    async (runs) => new Set(runs.filter((run) => over.includes(run))),
  );

async function isThere(reference: string): Promise<boolean> {
  return inspectImage(docker, reference).then(
    () => true,
    () => false,
  );
}

test('containers and images of runs that are over go, those of active runs stay', async () => {
  const [run = ''] = over;
  const options = { Image: baseImage, Entrypoint: ['sleep', '600'], HostConfig: { Init: true } };
  const left = await docker.createContainer({ ...options, Labels: { [runLabel]: run } });
  await left.start();
  const used = await docker.createContainer({ ...options, Labels: { [runLabel]: active } });
  const unpushed = await build(run, 'FROM scratch\nCOPY model /\n', { files: { model: run } });
  await build(active, 'FROM scratch\nCOPY model /\n', { files: { model: active } });

  await removeLeftovers();

  await expect(left.inspect()).rejects.toMatchObject({ statusCode: 404 });
  expect(await isThere(unpushed.id)).toBe(false);
  expect(await isThere(`tailrace/build:${active}`)).toBe(true);
  await expect(used.inspect()).resolves.toBeDefined();
  await used.remove();
});

test('a derived image goes with the image that it is made of', async () => {
  const [, run = ''] = over;
  const image = await build(run, 'FROM scratch\nCOPY model /\n', { files: { model: randomUUID() } });
  const label = `LABEL ${derivedFromLabel}=${image.id}`;
  const derived = await build(active, `FROM scratch\nCOPY model /\n${label}\n`, {
    files: { model: randomUUID() },
  });
  const tag = derivedTags(image.id).derived;
  await docker.getImage(derived.id).tag(splitTag(tag));
  await docker.getImage(image.id).tag({ repo: 'tailrace-test/kept', tag: '1' });

  await removeLeftovers();
  expect(await isThere(tag)).toBe(true);

  await removeTags('tailrace-test/kept:1');
  await removeLeftovers();
  expect(await isThere(tag)).toBe(false);
});

test('a derived image whose tag a newer one took goes, although its image is there', async () => {
  const [, run = ''] = over;
  const { id: base } = await inspectImage(docker, baseImage);
  const dockerfile = `FROM scratch\nCOPY model /\nLABEL ${derivedFromLabel}=${base}\n`;
  const older = await build(active, dockerfile, { files: { model: randomUUID() } });
  const newer = await build(run, dockerfile, { files: { model: randomUUID() } });
  await docker.getImage(newer.id).tag(splitTag(`tailrace/build:${active}`));

  await removeLeftovers();
  expect(await isThere(older.id)).toBe(false);
  expect(await isThere(newer.id)).toBe(true);
});

test('an image that checks data goes a day after its last use, unless it is what we make now or a container has it', async () => {
  const repository = `tailrace-test/checker-${randomUUID()}`;
  const tags = ['old', 'held', 'current', 'shared'].map((name) => `${repository}:${name}`);
  const [, held = '', current = '', shared = ''] = tags;
  onTestFinished(() => removeTags(...tags));
  for (const tag of tags) {
    const { id } = await build(active, 'FROM scratch\nCOPY model /\n', { files: { model: tag } });
    await docker.getImage(id).tag(splitTag(tag));
  }
  const container = await docker.createContainer({ Image: held, Cmd: ['/model'] });
  const inADay = new Date(Date.now() + 24 * 3600_000);
  await noteUse(docker, shared);

  const whatIsThere = () => Promise.all(tags.map(isThere));
  const remove = (now: Date) => removeOldCheckers(docker, { repository, current, now });
  await remove(new Date());
  expect(await whatIsThere()).toEqual([true, true, true, true]);
  await remove(inADay);
  expect(await whatIsThere()).toEqual([false, true, true, true]);
  await container.remove();
  await remove(inADay);
  expect(await whatIsThere()).toEqual([false, false, true, true]);
});
