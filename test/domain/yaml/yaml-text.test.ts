import { describe, expect, it } from 'vitest';
import { maximumFileBytes, readYaml } from '../../../src/domain/yaml/yaml-text.ts';

function refusal(text: string) {
  const read = readYaml(text);
  return read.kind === 'ok' ? [] : read.mistakes.map(({ line, message }) => `${line}: ${message}`);
}

/** Nine nested levels of ten references each. */
const bomb = Array.from({ length: 9 }, (_, level) =>
  level === 0
    ? 'a0: &a0 [1,1]'
    : `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(',')}]`,
).join('\n');

/** Each level holds the one before it, once: no bomb, but a well that takes minutes to climb. */
const well = Array.from(
  { length: 2000 },
  (_, level) => `a${level}: &a${level} [${level ? `*a${level - 1}` : ''}]`,
).join('\n');
const tooMany = '1: The file repeats itself too often through YAML aliases (`*name`).';

describe('text that is not read', () => {
  it.each([
    ['a key twice', 'a: 1\nb: 2\na: 3', ['3: `a` stands twice in the same place.']],
    ['a second document', 'a: 1\n---\nb: 2', ['2: A second YAML document begins here.']],
    ['a tag', 'a: 1\nb: !python/object x', ['2: YAML tags (`!…`) are not read.']],
    ['an alias bomb', bomb, [tooMany]],
    ['too much', `a: ${'x'.repeat(maximumFileBytes)}`, ['1: The file is larger than 64 KB.']],
    [
      'a number that floats round',
      'a: 9007199254740993',
      ['1: This number is too large to be carried exactly.'],
    ],
    ['a pit', `a: ${'['.repeat(3000)}${']'.repeat(3000)}`, ['1: Values are nested too deeply here.']],
    ['a smaller pit', `a: ${'['.repeat(300)}${']'.repeat(300)}`, ['1: Values are nested too deeply here.']],
    ['an alias inside its own anchor', 'a: &x [*x]', [tooMany]],
    ['a chain of aliases', well, ['102: More YAML aliases (`*name`) than a hundred.']],
    ['an alias of nothing', 'a: *b', ['1: The alias `*b` has no anchor.']],
    ['a list as a key', '? [a]\n: 1', ["1: A list or a map can't be a key."]],
    ['a prototype', 'a: {__proto__: {b: 1}}', ["1: `__proto__` can't be a key."]],
  ])('%s', (_, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  it('tells one syntax error, not what follows from it', () => {
    const found = refusal('a: 1\nb: {c: 1}}\nd: 2\ne: 3\n');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^2: This is not valid YAML: /);
  });
});

it('finds the line of what an alias stands for', () => {
  const read = readYaml('a: &x\n  b: 1\nc: *x\n');
  expect(read.kind === 'ok' && read.placeOf(['c', 'b'])).toEqual({ line: 2, column: 3 });
  expect(read.kind === 'ok' && read.placeOf(['c', 'missing'])).toEqual({ line: 3, column: 1 });
});
