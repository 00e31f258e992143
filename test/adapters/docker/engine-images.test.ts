import { randomUUID } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import { createEngineImages } from '../../../src/adapters/docker/engine-images.ts';
import { inspectImage } from '../../../src/adapters/docker/local-image.ts';
import { createImageTransfer } from '../../../src/adapters/docker/transfer.ts';
import { createImageRegistry } from '../../../src/adapters/registry/image-registry.ts';
import { build, docker, removeTags } from './test-engine.ts';

const run = `engine-${randomUUID()}`;
const { host, prefix } = inject('registry');
const repository = `${host}/${prefix}/engine/churn`;
const tree = `tree-${'a'.repeat(40)}`;
afterAll(() => removeTags(`tailrace/build:${run}`, 'tailrace-test/mine:1', `${repository}:mine`));

const registry = createImageRegistry({ logins: new Map() });
const transfer = createImageTransfer(docker, { digestOf: registry.digestOf, loginFor: () => undefined });
const live = new AbortController().signal;

test('an image loses the names that we gave it; one that a person named stays, and can be pulled again', async () => {
  const images = createEngineImages(docker);
  const dockerfile = 'FROM scratch\nCOPY model /\nLABEL tailrace.dev/source-tree=a\n';
  const { id } = await build(run, dockerfile, { files: { model: run } });
  const digest = await transfer.push(id, repository, tree, live);
  expect(await images.digests()).toContain(digest);

  await docker.getImage(id).tag({ repo: 'tailrace-test/mine', tag: '1' });
  await images.remove(repository, digest);
  expect(await inspectImage(docker, id)).toMatchObject({ tags: ['tailrace-test/mine:1'], digests: [] });
  expect(await images.digests()).not.toContain(digest);

  await removeTags('tailrace-test/mine:1');
  await transfer.ensureLocal(repository, digest, live);
  await docker.getImage(`${repository}@${digest}`).tag({ repo: repository, tag: 'mine' });
  await images.remove(repository, digest);
  expect((await inspectImage(docker, id)).tags).toEqual([`${repository}:mine`]);

  await removeTags(`${repository}:mine`);
  await transfer.ensureLocal(repository, digest, live);
  await images.remove(repository, digest);
  await images.remove(repository, digest);
  await expect(inspectImage(docker, id)).rejects.toMatchObject({ statusCode: 404 });
});
