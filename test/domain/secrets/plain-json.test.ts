import { text as asText } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { plainJson } from '../../../src/domain/secrets/plain-json.ts';

const odd = [
  String.raw`"\u0068\u0075nter2\/of-dana \u004A \u00e4 \ud83d\ude00 \n\" \u0022 \u005c \u007f \u0000"`,
  String.raw`"\\u0041 \\\u0041 \\/ \\\/"`,
  '"ä€😀"',
];

test.each([1, 2, 5, 1000])(
  'letters are written as themselves, and what is read stays the same: in pieces of %d',
  async (size) => {
    async function* pieces(json: string) {
      const all = Buffer.from(json);
      for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
    }
    for (const json of odd) {
      const written = await asText(plainJson(pieces(json)));
      expect(JSON.parse(written)).toBe(JSON.parse(json));
      expect(written).not.toMatch(/(?<!\\)\\(u00[46]|\/)/);
    }
  },
);

test('what is no JSON at its end is kept', async () => {
  async function* pieces() {
    yield Buffer.from('\\u00');
  }
  expect(await asText(plainJson(pieces()))).toBe('\\u00');
});
