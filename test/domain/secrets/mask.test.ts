import { text as asText } from 'node:stream/consumers';
import { describe, expect, it, test } from 'vitest';
import { createMask, maskPieces } from '../../../src/domain/secrets/mask.ts';

const plain = 'hunter2-of-dana';
const awkward = `"pä'ß/w&rd" <1>\\x`;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const inNotebook = (text: string) => JSON.stringify({ text: [text] });

describe.each([plain, awkward])('the secret %j is masked', (secret) => {
  const mask = createMask([secret]);

  it.each<[string, (text: string) => string]>([
    ['as it is', (text) => `it is ${text}, and again ${text}!`],
    ['in JSON', inNotebook],
    ['in JSON in a notebook', (text) => inNotebook(inNotebook(text))],
    ['percent-encoded', encodeURIComponent],
    ['in lower case', (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase())],
    ['as a field of a form', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  ])('%s', (_, written) => {
    expect(mask(written(secret))).toBe(written('***'));
  });

  it.each<[string, (text: string) => string]>([
    ['in base64', base64],
    ['in base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
  ])('%s', (_, encoded) => {
    expect(mask(inNotebook(`${encoded(secret)} ${encoded(secret)}`))).toBe(inNotebook('*** ***'));
  });
});

test.each([0, 1, 2, 3])('in base64 behind %d other bytes nothing of it can be read', (before) => {
  const encoded = base64(`${'u'.repeat(before)}${plain}:and more`);
  const left = createMask([plain])(encoded);
  expect(left).toContain('***');
  const around = left.split('***').map((part) => Buffer.from(part, 'base64').toString('latin1'));
  expect(around.join('')).not.toMatch(/unter|dana/);
});

test.each([plain, awkward])(
  'in base64 that a program broke into lines, %j is masked wherever a line ends',
  (secret) => {
    const mask = createMask([secret]);
    const lines = (before: number) =>
      base64(`${'u'.repeat(before)}${secret}${'v'.repeat(90)}`).match(/.{1,76}/g) ?? [];
    for (let before = 0; before < 80; before++) {
      for (const written of [lines(before).join('\n'), lines(before).join('\r\n')])
        expect(read64(mask(written))).not.toMatch(/unter2|rd" <1/);
      const listed = JSON.stringify({ text: lines(before).map((line) => `${line}\n`) }, null, 1);
      const read: { text: string[] } = JSON.parse(mask(listed));
      expect(read64(read.text.join(''))).not.toMatch(/unter2|rd" <1/);
    }
  },
);

/** What there is to read in base64 with stars in it. */
function read64(text: string): string {
  return text
    .split('***')
    .map((part) => Buffer.from(part, 'base64').toString('latin1'))
    .join('***');
}

test('in hexadecimal digits, and as Python shows its bytes', () => {
  const mask = createMask([plain, awkward]);
  for (const secret of [plain, awkward])
    expect(
      mask(`${Buffer.from(secret).toString('hex')} ${Buffer.from(secret).toString('hex').toUpperCase()}`),
    ).toBe('*** ***');
  expect(mask(String.raw`b'"p\xc3\xa4\'\xc3\x9f/w&rd" <1>\\x'`.replace("\\'", "'"))).toBe("b'***'");
});

test('as pandas, `repr` and `json.dumps` of Python show it', () => {
  const mask = createMask([awkward]);
  expect(mask(`<td>"pä'ß/w&amp;rd" &lt;1&gt;\\x</td>`)).toBe('<td>***</td>');
  expect(mask('&quot;pä&#x27;ß/w&amp;rd&quot; &lt;1&gt;\\x')).toBe('***');
  expect(mask(String.raw`{"a": "\"p\u00e4'\u00df/w&rd\" <1>\\x"}`)).toBe('{"a": "***"}');
});

describe('a secret of several lines', () => {
  const key = `-----BEGIN KEY-----\n${'ab+/c4=='.repeat(8)}\n${'Zyx9'.repeat(16)}\n-----END KEY-----\n`;

  it('is masked line by line, as a notebook keeps it', () => {
    const lines = JSON.stringify(key.split(/(?<=\n)/));
    expect(createMask([key])(lines)).toBe(String.raw`["***\n","***\n","***\n","***\n"]`);
  });

  it('is masked in base64 with line ends', () => {
    const wrapped = base64(key).replace(/.{76}/g, '$&\n');
    expect(createMask([key])(wrapped).replaceAll('\n', '')).toMatch(/^(\*\*\*)+$/);
  });

  it('leaves short lines alone, which could be anything', () => {
    expect(createMask(['{\n  "password": "hunter2"\n}'])('{\n}')).toBe('{\n}');
  });
});

test('of two secrets the longer one is masked whole', () => {
  expect(createMask(['password', 'password-of-the-house'])('password-of-the-house, password')).toBe(
    '***, ***',
  );
});

test('without secrets every text stays as it is', () => {
  expect(createMask([])('')).toBe('');
  expect(createMask([])('a.*b')).toBe('a.*b');
});

test.each([1, 7, 100, 10_000])('in pieces of %d bytes, as in one', async (bytes) => {
  const text = [plain, awkward, base64(plain), inNotebook(awkward), 'änd'].join('ö ').repeat(20);
  async function* pieces() {
    const all = Buffer.from(text);
    for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
  }
  for (const secrets of [[plain, awkward], []]) {
    const masked = await asText(maskPieces(secrets, pieces()));
    expect(masked).toBe(createMask(secrets)(text));
  }
});
