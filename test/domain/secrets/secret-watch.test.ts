import { expect, test } from 'vitest';
import { createSecretWatch } from '../../../src/domain/secrets/secret-watch.ts';

const secret = 'geheimnis-4711';
const watched = (...pieces: readonly string[]) => {
  const watch = createSecretWatch([secret]);
  return pieces.map((piece) => watch(Buffer.from(piece))).some(Boolean);
};

test.each([
  ['as it is', [`\0weights${secret}\0`], true],
  ['over two pieces', ['weights geheim', 'nis-4711'], true],
  ['byte for byte', [...secret], true],
  ['in base64', [Buffer.from(`user:${secret}`).toString('base64')], true],
  ['only its beginning', ['geheimnis-47', '12'], false],
  ['nothing', [], false],
])('a secret in a file is seen: %s', (_, pieces, seen) => {
  expect(watched(...pieces)).toBe(seen);
});

test('without secrets nothing is seen', () => {
  expect(createSecretWatch([])(Buffer.from(secret))).toBe(false);
});
