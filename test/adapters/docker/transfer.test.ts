import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Registry, startRegistry } from '../../../scripts/setup/registry.mjs';
import { createImageTransfer } from '../../../src/adapters/docker/transfer.ts';
import { createImageRegistry } from '../../../src/adapters/registry/image-registry.ts';
import { TagTaken } from '../../../src/ports/images.ts';
import { build, docker, removeTags } from './test-engine.ts';

const login = { username: 'tailrace', password: 'correct horse' };
const live = new AbortController().signal;
let folder: string;
let registry: Registry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-registry-'));
  registry = await startRegistry({ dataDir: folder, user: login.username, password: login.password });
});

afterAll(async () => {
  await removeTags('tailrace/build:transfer-a', 'tailrace/build:transfer-b');
  await removeTags(`${registry.host}/acme/churn:tree-a`, `${registry.host}/acme/churn:tree-b`);
  await registry.stop();
  await rm(folder, { recursive: true });
});

function transferAs(person: typeof login | undefined) {
  const logins = new Map(person ? [[registry.host, person]] : []);
  const { digestOf } = createImageRegistry({ logins: new Map([[registry.host, login]]), pauseMs: 10 });
  return createImageTransfer(docker, { digestOf, loginFor: () => logins.get(registry.host) });
}

/** Small images that differ, of the base's few files. */
function imageOf(runId: string, content: string) {
  return build(runId, 'FROM scratch\nCOPY model /model\nEXPOSE 8080\n', { files: { model: content } });
}

test('an image is pushed, its digest is the registry’s, and a push again is success', async () => {
  const repository = `${registry.host}/acme/churn`;
  const image = await imageOf('transfer-a', 'a');
  const digest = await transferAs(login).push(image.id, repository, 'tree-a', live);

  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await transferAs(login).push(image.id, repository, 'tree-a', live)).toBe(digest);
  const { RepoTags } = await docker.getImage(image.id).inspect();
  expect(RepoTags).toEqual([`${repository}:tree-a`]);
});

test('a tag is not moved to another image', async () => {
  const repository = `${registry.host}/acme/churn`;
  const [a, b] = [await imageOf('transfer-a', 'a'), await imageOf('transfer-b', 'b')];
  const digest = await transferAs(login).push(a.id, repository, 'tree-a', live);

  await expect(transferAs(login).push(b.id, repository, 'tree-a', live)).rejects.toThrow(TagTaken);
  expect(await transferAs(login).push(a.id, repository, 'tree-a', live)).toBe(digest);
});

test('an image that the Engine lost is pulled by its digest', async () => {
  const repository = `${registry.host}/acme/churn`;
  const image = await imageOf('transfer-b', 'b');
  const digest = await transferAs(login).push(image.id, repository, 'tree-b', live);
  await docker.getImage(image.id).remove({ force: true });

  const pulled = await transferAs(login).ensureLocal(repository, digest, live);
  expect(pulled).toEqual({ id: image.id, exposedPorts: [8080], workdir: '/' });
  await registry.stop();
  expect(await transferAs(login).ensureLocal(repository, digest, live)).toEqual(pulled);
  await docker.getImage(pulled.id).remove({ force: true });
  registry = await startRegistry({
    dataDir: folder,
    port: portOf(registry),
    user: login.username,
    password: login.password,
  });
});

test('a wrong password is refused, and does not show', async () => {
  const image = await imageOf('transfer-b', 'c');
  const push = transferAs({ ...login, password: 'battery staple' }).push(
    image.id,
    `${registry.host}/acme/churn`,
    'tree-c',
    live,
  );
  const error: unknown = await push.catch((reason: unknown) => reason);

  expect(String(error instanceof Error && error.cause)).toMatch(
    /no basic auth credentials|unauthorized|authentication required/,
  );
  expect(JSON.stringify([error, String(error), String(error instanceof Error && error.cause)])).not.toContain(
    'battery',
  );
  await removeTags(`${registry.host}/acme/churn:tree-c`);
});

test('a base image in a registry is pulled without our login', async () => {
  const open = await startRegistry({ dataDir: join(folder, 'open') });
  const base = `${open.host}/acme/base`;
  await docker.getImage((await imageOf('transfer-b', 'base')).id).tag({ repo: base, tag: '1' });
  const needs = { digestOf: createImageRegistry({ logins: new Map() }).digestOf, loginFor: () => undefined };
  await createImageTransfer(docker, needs).push(`${base}:1`, base, '1', live);
  await removeTags(`${base}:1`);

  await expect(build('transfer-b', `FROM ${base}:1\n`)).resolves.toMatchObject({ exposedPorts: [8080] });
  await removeTags(`${registry.host}/acme/churn:tree-a`);
  await expect(build('transfer-b', `FROM ${registry.host}/acme/churn:tree-a\n`)).rejects.toThrow(/auth/);
  await open.stop();
});

function portOf({ host }: Registry): number {
  return Number(host.split(':')[1]);
}
