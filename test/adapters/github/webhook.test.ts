import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createGitHubApp } from '../../../src/adapters/github/github-app.ts';
import { connect, settings } from './github-api.ts';

const body = Buffer.from('{"zen":"Führe zusammen, was zusammengehört."}');

test('only what is signed with our secret is from GitHub', async () => {
  const { webhook } = await connect();
  const signed = (secret: string) => ({ 'x-hub-signature-256': sign(secret, body) });
  expect(await webhook.verify(body, signed(settings.webhookSecret))).toBe(true);
  expect(await webhook.verify(body, signed('another secret'))).toBe(false);
  expect(await webhook.verify(Buffer.concat([body, Buffer.from(' ')]), signed(settings.webhookSecret))).toBe(
    false,
  );
});

test.each([undefined, '', 'sha256=', 'nonsense', ['sha256=a', 'sha256=b']])(
  'the signature %j is none',
  async (signature) => {
    const { webhook } = await connect();
    expect(await webhook.verify(body, { 'x-hub-signature-256': signature })).toBe(false);
  },
);

test('an empty body is not from GitHub', async () => {
  const { webhook } = await connect();
  const empty = Buffer.alloc(0);
  const headers = { 'x-hub-signature-256': sign(settings.webhookSecret, empty) };
  expect(await webhook.verify(empty, headers)).toBe(false);
});

test('the headers name the delivery and its event', async () => {
  const { webhook } = await connect();
  expect(webhook.path).toBe('/webhooks/github');
  const headers = { 'x-github-delivery': '72d3162e', 'x-github-event': 'push' };
  expect(webhook.deliveryOf(headers)).toEqual({ id: '72d3162e', event: 'push' });
  expect(webhook.deliveryOf({ ...headers, 'x-github-event': undefined })).toBeUndefined();
});

test.each([
  ['push', {}, true],
  ['pull_request', { action: 'opened' }, true],
  ['pull_request', { action: 'labeled' }, false],
  ['check_run', { action: 'completed' }, false],
  ['check_run', { action: 'rerequested' }, true],
  ['star', { action: 'created' }, false],
  ['pull_request', 'no object', false],
])('whether %s with %j concerns us: %s', async (event, payload, expected) => {
  const { webhook } = await connect();
  expect(webhook.concernsUs(event, Buffer.from(JSON.stringify(payload)))).toBe(expected);
  expect(webhook.concernsUs(event, Buffer.from('{'))).toBe(event === 'push');
});

test('an app without a webhook secret does not start', async () => {
  await expect(createGitHubApp({ ...settings, webhookSecret: '' })).rejects.toThrow('webhook secret');
});

function sign(secret: string, bytes: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
}
