import { describe, expect, test } from 'vitest';
import { readComment } from '../../../src/domain/commands/read-comment.ts';

const overwrite = { kind: 'command', command: { name: 'promote', environment: 'prod', overwrite: true } };
const line = '/tailrace promote prod overwrite';

describe('a line of its own is a command', () => {
  test.each([
    ['alone', line],
    ['with words above and below', `We talked about it.\n\n${line}\n\nThanks!`],
    ['in the middle of a paragraph', `We talked about it.\n${line}\nThanks!`],
    ['after a hard break', `We talked about it.  \n${line}`],
    ['with Windows line ends', `Yes.\r\n\r\n${line}\r\n`],
    ['in capital letters, with spaces', '  /Tailrace   Promote prod  OVERWRITE  '],
    ['below code, a quote and a list', `\`\`\`\nx\n\`\`\`\n> y\n\n- z\n\n${line}`],
    ['with a comment that nobody sees', `<!-- from a template -->\n\n${line} <!-- here too -->`],
  ])('%s', (_, text) => {
    expect(readComment(text)).toEqual([overwrite]);
  });
});

describe('what is no plain line asks nothing', () => {
  test.each([
    ['nothing at all', ''],
    ['within a sentence', `Write ${line} here.`],
    ['a code span', `\`${line}\``],
    ['a block of code', `\`\`\`\n${line}\n\`\`\``],
    ['a block of code without an end', `\`\`\`sh\n${line}`],
    ['an indented block of code', `See:\n\n    ${line}`],
    ['a quote', `> ${line}`],
    ['a quote that goes on', `> as I said\n${line}`],
    ['a list', `- ${line}`],
    ['a heading', `# ${line}`],
    ['a link', `[${line}](https://example.com)`],
    ['a comment that nobody sees', `<!--\n${line}\n-->`],
    ['HTML', `<details>\n${line}\n</details>`],
    ['an escaped slash', `\\${line}`],
    ['another app', '/tailrace-lint promote prod overwrite'],
    ['a path', 'see/tailrace promote prod overwrite'],
  ])('%s', (_, text) => {
    expect(readComment(text)).toEqual([]);
  });
});

describe('of an edited comment', () => {
  test('only new lines count', () => {
    expect(readComment(`${line}\n\nand a word`, line)).toEqual([]);
    expect(readComment(`Hm.\n\n${line}`, 'Hm.')).toEqual([overwrite]);
    expect(readComment(line, '/tailrace promote qa overwrite')).toEqual([overwrite]);
  });

  test('a line that only came out of its quote or code is not new', () => {
    expect(readComment(line, `\`\`\`\n${line}\n\`\`\``)).toEqual([]);
  });
});

test.each([
  ['/tailrace', ''],
  ['/tailrace something-else', 'something-else'],
  ['/tailrace promote prod overwrite now', 'promote'],
  ['/tailrace promote **prod** overwrite', 'promote'],
])('%s is a mistake', (written, named) => {
  expect(readComment(written)).toMatchObject([{ kind: 'mistake', named }]);
});

test('a comment asks for ten things at most, and a very long one is read all the same', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `/tailrace promote e${index} overwrite`);
  expect(readComment(lines.join('\n\n'))).toHaveLength(10);
  const nested = `${'>'.repeat(2000)} ${'*a_'.repeat(10_000)}\n\n${line}`;
  expect(readComment(nested)).toEqual([overwrite]);
});
