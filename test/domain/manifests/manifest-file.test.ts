import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeManifest } from '../../../src/domain/manifests/manifest-file.ts';

it.each([
  'yes',
  'on',
  'y',
  'null',
  '~',
  '0644',
  '0o17',
  '1_000',
  '1e3',
  '12:30',
  '2024-01-01',
  '.inf',
  '',
  ' a',
  'a: b',
  '# a',
])('writes %j in quotes, so that kubectl reads a text', (text) => {
  expect(writeManifest({ value: text })).toContain(`value: ${JSON.stringify(text)}\n`);
});

it.each([
  'a\nb\n',
  '\n',
  'a\n\n',
  '  a\n b',
  'a\r\nb',
  'a \n',
  '- a\n- b',
  '\ta\nb',
  'x'.repeat(300),
  'a\u2028b\n',
])('gives %j back as it was', (text) => {
  expect(parse(writeManifest({ [text]: [text] }))).toEqual({ [text]: [text] });
});

it('keeps lines readable', () => {
  expect(writeManifest({ data: 'first\nsecond\n' })).toMatch(/data: \|\n {2}first\n {2}second\n$/);
});
