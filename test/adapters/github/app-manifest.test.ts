import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMap, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import { translateWebhooks } from '../../../src/adapters/github/events.ts';

const text = readFileSync(new URL('../../../app.yml', import.meta.url), 'utf8');
const manifest = z
  .object({
    default_events: z.array(z.string()),
    default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  })
  .parse(parseDocument(text).toJS());

test('the app hears of every event that is translated', () => {
  const translated: string[] = [];
  const on = (name: string | readonly string[]) => {
    translated.push(...[name].flat().map((each) => each.replace(/\..*/, '')));
  };
  translateWebhooks({ on }, { appId: 7, isOurs: async () => false, onEvent: async () => undefined });
  expect(translated).toContain('push');
  expect(translated.filter((event) => !manifest.default_events.includes(event))).toEqual([]);
});

test('the app may do what the adapter does', () => {
  expect(manifest.default_permissions).toMatchObject({
    checks: 'write',
    contents: 'write',
    pull_requests: 'write',
    issues: 'write',
    workflows: 'write',
    metadata: 'read',
  });
});

test('nothing is subscribed that GitHub sends to every app anyway, since it refuses that', () => {
  expect(manifest.default_events.filter((event) => event.startsWith('installation'))).toEqual([]);
});

test.each(['default_permissions', 'default_events'])('each of the %s stands below its reason', (key) => {
  const node = parseDocument(text).get(key);
  const items = isMap(node) || isSeq(node) ? node.items.length : 0;
  const section = text.slice(text.indexOf(`${key}:`)).split('\n\n')[0] ?? '';
  const explained = section.match(/^ {2}# .+\n(?: {2}# .+\n)* {2}(?:- )?[a-z_]+/gm) ?? [];
  expect(items).toBeGreaterThan(5);
  expect(explained).toHaveLength(items);
});
