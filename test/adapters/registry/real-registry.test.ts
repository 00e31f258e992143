import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Registry, startRegistry } from '../../../scripts/setup/registry.mjs';
import { createImageRegistry } from '../../../src/adapters/registry/image-registry.ts';
import { TagTaken } from '../../../src/ports/images.ts';

const login = { username: 'tailrace', password: 'correct horse' };
const authorization = `Basic ${Buffer.from('tailrace:correct horse').toString('base64')}`;
let folder: string;
let server: Registry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-registry-'));
  server = await startRegistry({ dataDir: folder, user: login.username, password: login.password });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** An index without images: the smallest manifest that a registry takes. */
async function upload(tag: string): Promise<string> {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests: [], annotations: { tag } });
  const url = `http://${server.host}/v2/acme/churn/manifests/${tag}`;
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { authorization, 'content-type': mediaType },
    body,
  });
  expect(answer.status).toBe(201);
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

test('with a login, tags are read and added, and never moved', async () => {
  const registry = createImageRegistry({ logins: new Map([[server.host, login]]), pauseMs: 1 });
  const repository = `${server.host}/acme/churn`;
  const [first, second] = [await upload('tree-1'), await upload('tree-2')];

  await registry.addTag(repository, first, 'f00d');
  await registry.addTag(repository, first, 'f00d');
  expect(await registry.digestOf(repository, 'f00d')).toBe(first);
  await expect(registry.addTag(repository, second, 'f00d')).rejects.toThrow(TagTaken);
  expect(await registry.digestOf(repository, 'f00d')).toBe(first);
  expect(await registry.digestOf(repository, 'nothing')).toBeUndefined();
});

test('without a login, and with a wrong one, the registry refuses', async () => {
  const wrong = { ...login, password: 'battery staple' };
  for (const logins of [new Map(), new Map([[server.host, wrong]])]) {
    const registry = createImageRegistry({ logins, pauseMs: 1 });
    await expect(registry.digestOf(`${server.host}/acme/churn`, 'f00d')).rejects.toThrow(/refuses access/);
  }
});

test('an image goes with all its tags; a tag alone is not taken away, and nothing else is lost by asking', async () => {
  const registry = createImageRegistry({ logins: new Map([[server.host, login]]), pauseMs: 1 });
  const repository = `${server.host}/acme/churn`;
  const [leaving, staying] = [await upload('tree-leaving'), await upload('tree-staying')];
  await registry.addTag(repository, leaving, 'more');

  expect(await registry.removeTag(repository, 'tree-staying')).toBe(false);
  expect(await registry.removeImage(repository, leaving)).toBe(true);
  expect(await registry.removeImage(repository, leaving)).toBe(true);
  const tags = await registry.tags(repository);
  expect(tags.get('tree-staying')).toBe(staying);
  expect([...tags.values()]).not.toContain(leaving);
});
