import { expect, test } from 'vitest';
import { memoryStore, sendRaw, serve } from './web-server.ts';

test('a signed webhook is stored as it came before it is acknowledged', async () => {
  const store = memoryStore();
  const { post } = await serve(store);
  const answer = await post('{"ref":"refs/heads/qa"}', { 'x-id': 'd7' });
  expect(answer.status).toBe(202);
  expect(store.taken).toEqual([{ id: 'd7', event: 'push', payload: '{"ref":"refs/heads/qa"}' }]);
});

test('a delivery that comes twice is acknowledged twice and stored once', async () => {
  const store = memoryStore();
  const { post } = await serve(store);
  expect((await post('{}')).status).toBe(202);
  expect((await post('{}')).status).toBe(202);
  expect(store.taken).toHaveLength(1);
});

test('what nothing can come of is acknowledged and not stored', async () => {
  const store = memoryStore();
  const { post } = await serve(store);
  expect((await post('"nothing of ours"')).status).toBe(202);
  expect(store.taken).toEqual([]);
});

test('a wrong or missing signature is refused and leaves nothing behind', async () => {
  const store = memoryStore();
  const { post } = await serve(store);
  expect((await post('{}', { 'x-signature': 'theirs' })).status).toBe(401);
  expect((await post('{}', { 'x-signature': '' })).status).toBe(401);
  expect(store.taken).toEqual([]);
});

test('a request that names no delivery, and one to another place, are refused', async () => {
  const { url, post } = await serve(memoryStore());
  expect((await fetch(`${url}/webhooks/forge`, { method: 'POST', body: '{}' })).status).toBe(400);
  expect((await fetch(`${url}/webhooks/forge`)).status).toBe(405);
  expect((await fetch(`${url}/elsewhere`, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await post('{}')).status).toBe(202);
});

test('a body that is announced as too large is refused before it is sent', async () => {
  const { port } = await serve(memoryStore(), { bodyBytes: 1000 });
  const head = 'POST /webhooks/forge HTTP/1.1\r\nhost: x\r\nx-id: d1\r\ncontent-length: 1001\r\n\r\n';
  const { answer } = await sendRaw(port, [head]);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body that grows without end is cut off with its connection', async () => {
  const store = memoryStore();
  const { port } = await serve(store, { bodyBytes: 100_000 });
  const { answer, sent } = await sendRaw(port, endlessBody(1_000_000_000));
  expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  expect(sent).toBeLessThan(50_000_000);
  expect(store.taken).toEqual([]);
});

test('bodies that are too many together wait for a later time', async () => {
  const { port, post } = await serve(memoryStore(), { heldBytes: 50_000 });
  const { answer } = await sendRaw(port, endlessBody(1_000_000_000));
  expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 30/i);
  expect((await post('x'.repeat(40_000))).status).toBe(202);
});

test('what can not be stored is not acknowledged, so that it can be sent again', async () => {
  const down = await serve({ accept: () => Promise.reject(new Error('no database')) });
  const answer = await down.post('{}');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('30');
  expect(await answer.text()).not.toContain('database');
});

test('a store that hangs is given up before the forge gives up', async () => {
  const { post } = await serve({ accept: () => new Promise(() => undefined) }, { storeMs: 20 });
  expect((await post('{}')).status).toBe(503);
});

test('a client that sends too slowly loses its connection', async () => {
  const { port } = await serve(memoryStore(), { headersMs: 30, requestMs: 60 });
  const half = 'POST /webhooks/forge HTTP/1.1\r\nhost: x\r\nx-id: d1\r\ncontent-length: 9\r\n\r\nab';
  const [slowHead, slowBody] = await Promise.all([sendRaw(port, ['POST /web']), sendRaw(port, [half])]);
  expect(slowHead.answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(slowBody.answer).toMatch(/^HTTP\/1\.1 408 /);
});

function* endlessBody(bytes: number): Generator<string> {
  yield 'POST /webhooks/forge HTTP/1.1\r\nhost: x\r\nx-id: d1\r\ntransfer-encoding: chunked\r\n\r\n';
  const chunk = `${(10_000).toString(16)}\r\n${'x'.repeat(10_000)}\r\n`;
  for (let sent = 0; sent < bytes; sent += 10_000) yield chunk;
}
