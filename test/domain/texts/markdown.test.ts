import { describe, expect, test } from 'vitest';
import { bare, code, fold, link, list, plain, pre, table } from '../../../src/domain/texts/markdown.ts';
import { actedOn, hostile, render, seen, tagsIn } from './rendering.ts';

describe.each([
  ['plain', plain, ['p']],
  ['code', code, ['p', 'code']],
  ['pre', pre, ['pre']],
] as const)("%s shows somebody else's text letter by letter", (_, write, ours) => {
  test('no tag, comment or Markdown gets through', () => {
    const html = render(write(hostile, 2000));
    expect(tagsIn(html)).toEqual(new Set(ours));
    expect(seen(html)).toContain('<script>alert(1)</script>');
    expect(seen(html)).toContain('**bold**');
    expect(seen(html)).toContain('<!-- tailrace:test:prod -->');
  });

  test('nobody is mentioned and nothing is referred to, also not by entities', () => {
    expect(actedOn(render(write(hostile, 2000)))).toEqual([]);
  });

  test('nothing turns the direction of reading or controls a screen', () => {
    expect(write(hostile, 2000)).not.toMatch(/[\p{Bidi_Control}\u0000\u001b]/u);
    expect(write(hostile, 2000).isWellFormed()).toBe(true);
  });

  test('what is written stays within twice the letters asked for, and cuts nothing in halves', () => {
    for (const letter of ['&', '<', '@', '\\', '\n/', '|', '🙂', 'a']) {
      const written = write(letter.repeat(10_000), 100);
      expect(written.length).toBeLessThan(220);
      expect(written).toContain('…');
      expect(written.isWellFormed()).toBe(true);
      expect(written).not.toMatch(/&[a-z0-9#]*(?![a-z0-9#;])/i);
    }
  });

  test('ten megabytes take no time to speak of', () => {
    expect(write('x<@\n'.repeat(2_500_000)).length).toBeLessThan(10_000);
  });
});

test('a line that begins with a slash is no quick action', () => {
  expect(pre('/approve\n  /merge\nok')).toBe('<pre>&#47;approve\n  &#47;merge\nok</pre>');
});

test('of a traceback the end is kept, of a source the beginning', () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n');
  expect(pre(lines, 100, 'end')).toMatch(/^<pre>….*line 999<\/pre>$/s);
  expect(pre(lines, 100)).toMatch(/^<pre>line 0\n.*…<\/pre>$/s);
});

test('a title holds text as it is, in one line', () => {
  expect(bare('auc\n<b> @dana\u202e')).toBe('auc <b> @dana');
  expect(bare('x'.repeat(500))).toBe(`${'x'.repeat(200)}…`);
});

describe('a table', () => {
  const cells = ['a | b', 'a \\| b', 'a \\\\| b', '`x|y`', 'two\n\nlines', plain('|'), code('|')];

  test('keeps its columns whatever its cells hold', () => {
    for (const cell of cells) {
      const html = render(table(['one', 'two'], [[cell, 'end']], 'lr'));
      expect(html.match(/<td/g)).toHaveLength(2);
      expect(html).toContain('<td align="right">end</td>');
    }
  });

  test('does not pad: one long cell would make every row long', () => {
    const rows = [['x'.repeat(1000)], ['y']];
    expect(table(['a'], rows, 'l').length).toBeLessThan(1100);
  });
});

test('a list says how many more there are', () => {
  expect(list(['a', 'b', 'c'], (more) => `and ${more} more`, 2)).toBe('- a\n- b\n- and 1 more');
  expect(list(['a', 'b'], () => 'never', 2)).toBe('- a\n- b');
});

test('a link survives brackets in its address', () => {
  expect(render(link('Notebook', 'https://x/a(1)/b c'))).toContain('href="https://x/a%281%29/b%20c"');
});

test('a fold holds Markdown', () => {
  expect(render(fold('More', '**bold**'))).toMatch(/<summary>More<\/summary>\s*<p><strong>bold/);
});
