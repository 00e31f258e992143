import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptFiles } from '../../../src/adapters/datasets/kept-files.ts';
import { webFiles } from '../../../src/adapters/datasets/web-files.ts';
import type { WebFile, WebFiles } from '../../../src/ports/datasets.ts';
import { type DataServer, startDataServer } from '../../support/data-server/data-server.ts';

let server: DataServer;
beforeAll(async () => {
  server = await startDataServer();
});
afterAll(() => server.close());

let folder: string;
let files: WebFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-web-files-'));
  files = webFiles(
    keptFiles(folder, () => new Date()),
    { ca: server.certificate, retryMs: 1 },
  );
  server.requests.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const big = randomBytes(1_500_000).toString('hex');

function wanted(path: string, content: string, changes: Partial<WebFile> = {}): WebFile {
  return {
    repository: { owner: 'acme', name: 'churn' },
    url: server.url(path),
    sha256: sha256(content),
    mostBytes: 10_000_000,
    privateAddresses: true,
    signal: new AbortController().signal,
    ...changes,
  };
}

async function contentOf(file: WebFile): Promise<string> {
  const held = await files.hold(file);
  const content = await text(held.content());
  expect(held.bytes).toBe(Buffer.byteLength(content));
  held.release();
  return content;
}

/** What is left on the disk, by the names' ends. */
const left = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('what is kept', () => {
  test('a file is fetched once, even where several want it at once', async () => {
    server.put('/c.csv', 'id\n1\n');
    const file = wanted('/c.csv', 'id\n1\n');
    expect(await Promise.all([contentOf(file), contentOf(file)])).toEqual(['id\n1\n', 'id\n1\n']);
    server.remove('/c.csv');
    expect(await contentOf(file)).toBe('id\n1\n');
    expect(server.requests).toHaveLength(1);
    expect(await left()).toEqual([sha256('id\n1\n')]);
  });

  test('another repository has to fetch it itself: to know a hash is no right to the content', async () => {
    server.put('/secret.csv', 'secret');
    await contentOf(wanted('/secret.csv', 'secret'));
    const stranger = { repository: { owner: 'acme', name: 'other' }, url: server.url('/nothing') };
    await expect(files.hold(wanted('/secret.csv', 'secret', stranger))).rejects.toMatchObject({
      obstacle: { kind: 'refused', host: 'localhost', status: 404 },
    });
  });
});

describe('what breaks off', () => {
  test('is gone on from, in the same file', async () => {
    server.put('/big.csv', { content: big, etag: '"one"' });
    server.next('/big.csv', { hangUpAfter: 300_000 }, { status: 503 }, { hangUpAfter: 300_000 });
    expect(await contentOf(wanted('/big.csv', big))).toBe(big);
    expect(server.requests).toHaveLength(4);
    expect(server.requests[0]).toEqual({ path: '/big.csv' });
    expect(server.requests.slice(1).map(({ ifRange }) => ifRange)).toEqual(['"one"', '"one"', '"one"']);
    const [second = 0, third, fourth] = server.requests
      .slice(1)
      .map(({ range }) => parseInt(range?.slice(6) ?? '', 10));
    expect(second).toBeGreaterThan(0);
    expect(third).toBe(second);
    expect(fourth).toBeGreaterThan(second);
  });

  test('is begun anew where the file was changed meanwhile', async () => {
    server.put('/big.csv', { content: 'x'.repeat(3_000_000), etag: '"old"' });
    server.next('/big.csv', { hangUpAfter: 300_000 });
    const holding = files.hold(wanted('/big.csv', big));
    await vi.waitUntil(() => server.requests.length === 1, { interval: 1 });
    server.put('/big.csv', { content: big, etag: '"new"' });
    (await holding).release();
  });

  test.each([
    ['the server has no ranges', { ranges: false }],
    ['the server does not say which file it is', {}],
  ])('comes whole where %s', async (_, how) => {
    server.put('/big.csv', { content: big, ...how });
    server.next('/big.csv', { hangUpAfter: 300_000 });
    expect(await contentOf(wanted('/big.csv', big))).toBe(big);
  });

  test('is gone on from by the next run, after several tries', async () => {
    server.put('/big.csv', { content: big, etag: '"one"' });
    const hangUps = Array.from({ length: 6 }, () => ({ hangUpAfter: 300_000 }));
    server.next('/big.csv', ...hangUps);
    await expect(files.hold(wanted('/big.csv', big))).rejects.toMatchObject({
      obstacle: { kind: 'unreachable', host: 'localhost', code: 'ECONNRESET' },
    });
    expect(await contentOf(wanted('/big.csv', big))).toBe(big);
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=[1-9]/);
  });

  test('ends at once when the run is superseded', async () => {
    server.put('/big.csv', { content: big, etag: '"one"' });
    server.next('/big.csv', { hangUpAfter: 300_000 });
    const abort = new AbortController();
    const slow = webFiles(
      keptFiles(folder, () => new Date()),
      { ca: server.certificate, retryMs: 600_000 },
    );
    const holding = slow.hold(wanted('/big.csv', big, { signal: abort.signal }));
    await vi.waitUntil(() => server.requests.length === 1, { interval: 1 });
    abort.abort(new Error('superseded'));
    await expect(holding).rejects.toThrow('superseded');
  });
});

describe('what is refused', () => {
  test('other content than was declared, and nothing of it stays', async () => {
    server.put('/c.csv', 'changed');
    await expect(files.hold(wanted('/c.csv', 'declared'))).rejects.toMatchObject({
      obstacle: { kind: 'changed', sha256: sha256('changed'), bytes: 7 },
    });
    expect(await left()).toEqual([]);
  });

  test.each([{ ranges: true }, { ranges: false }])('a file above the ceiling, %j', async (how) => {
    server.put('/big.csv', { content: big, ...how });
    const file = wanted('/big.csv', big, { mostBytes: 1000 });
    await expect(files.hold(file)).rejects.toMatchObject({
      obstacle: { kind: 'too-large', mostBytes: 1000 },
    });
    expect(await left()).toEqual([]);
  });

  test.each([
    ['a name that resolves to loopback', 'localhost', 'localhost'],
    ['an address', '127.0.0.1', '127.0.0.1'],
    ['an address in another spelling', '0x7f.1', '127.0.0.1'],
    ['an IPv6 address', '[::1]', '[::1]'],
    ['IPv4 in IPv6', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
  ])('a private address: %s', async (_, host, told) => {
    const url = server.url('/c.csv', host);
    for (const privateAddresses of [false, ['data.example.com']]) {
      await expect(files.hold(wanted('/c.csv', '', { url, privateAddresses }))).rejects.toMatchObject({
        obstacle: { kind: 'private-address', host: told },
      });
    }
    expect(server.requests).toEqual([]);
  });

  test('a redirect to a private address that is not the allowed host', async () => {
    server.next('/c.csv', { status: 302, location: server.url('/c.csv', '127.0.0.1') });
    const file = wanted('/c.csv', '', { privateAddresses: ['localhost'] });
    await expect(files.hold(file)).rejects.toMatchObject({
      obstacle: { kind: 'private-address', host: '127.0.0.1' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('a redirect away from https, and redirects without an end', async () => {
    server.next('/c.csv', { status: 301, location: 'http://localhost/c.csv' });
    await expect(files.hold(wanted('/c.csv', ''))).rejects.toMatchObject({
      obstacle: { kind: 'insecure-redirect', host: 'localhost' },
    });
    server.next('/c.csv', ...Array.from({ length: 6 }, () => ({ status: 307, location: '/c.csv' })));
    await expect(files.hold(wanted('/c.csv', ''))).rejects.toMatchObject({
      obstacle: { kind: 'too-many-redirects' },
    });
  });

  test('a certificate that nobody vouches for', async () => {
    const strict = webFiles(
      keptFiles(folder, () => new Date()),
      { retryMs: 1 },
    );
    await expect(strict.hold(wanted('/c.csv', ''))).rejects.toMatchObject({
      obstacle: { kind: 'unreachable', code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) },
    });
  });
});
