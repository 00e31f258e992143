import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** The files in whose text this stands, but for those that may. */
function filesWith(pattern: RegExp, may: readonly string[] = []): string[] {
  return sourceFiles
    .filter(({ path, text }) => !may.includes(path) && pattern.test(text))
    .map(({ path }) => path);
}

test('the environment is read in one place', () => {
  expect(filesWith(/\bprocess\.env\b/, ['settings.ts', 'main.ts'])).toEqual([]);
});

test('the process is ended, and its signals are heard, in one place', () => {
  expect(filesWith(/\bprocess\.(exit|on|once)\b/, ['main.ts'])).toEqual([]);
});

test('nothing is exported as a default', () => {
  expect(filesWith(/\bexport default\b|\bas default\b/)).toEqual([]);
});

test('files are named after what they hold', () => {
  const names = sourceFiles.map(({ path }) => path);
  expect(
    names.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path)),
  ).toEqual([]);
  expect(
    names.filter((path) => /(^|[/-])(utils?|helpers?|common|managers?|misc)(\.ts$|[/-])/.test(path)),
  ).toEqual([]);
});

test('types are not talked away, and nothing is put off', () => {
  expect(filesWith(/@ts-(ignore|expect-error|nocheck)|\bas (any|never|unknown)\b|:\s*any\b|<any>/)).toEqual(
    [],
  );
  expect(filesWith(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
});

test('linting is not switched off without a reason', () => {
  expect(filesWith(/biome-ignore(?!\s+\S+: \S+ \S+)/)).toEqual([]);
});
