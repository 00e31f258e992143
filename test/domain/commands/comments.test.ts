import { expect, test } from 'vitest';
import { type Asked, readComment } from '../../../src/domain/commands/read-comment.ts';

/** What a comment asks, in words: `promote prod` for a command, `?promote` for one that is written wrong; a short one with its slash. */
function said(text: string, before?: string): string {
  return readComment(text, before).map(inWords).join(' + ');
}

function inWords(asked: Asked): string {
  const sign = asked.short ? '/' : '';
  if (asked.kind === 'mistake') return `${sign}?${asked.named}`;
  const { name, ...more } = asked.command;
  return [`${sign}${name}`, ...Object.values(more)].join(' ');
}

const fence = '```';
const written: readonly (readonly [string, string, string])[] = [
  ['the long form', '/tailrace history prod', 'history prod'],
  ['the short form', '/history prod', '/history prod'],
  ['without words', '/status', '/status'],
  ['in capital letters', '/HISTORY prod', '/history prod'],
  ['the name of the app in capital letters', '/TailRace Status', 'status'],
  ['with spaces before it', '   /status', '/status'],
  ['with spaces behind it', '/status   ', '/status'],
  ['with many spaces between its words', '/history     prod', '/history prod'],
  ['with a tab between its words', '/history\tprod', '/history prod'],
  ['with no-break spaces between its words', '/history\u00a0prod', '/history prod'],
  ['an environment with a dash and a dot', '/history eu-prod.2', '/history eu-prod.2'],
  ['two, each in a paragraph', '/status\n\n/history prod', '/status + /history prod'],
  ['two, on lines of one paragraph', '/status\n/history prod', '/status + /history prod'],
  [
    'three, of both forms, in their order',
    '/help\n/tailrace status\n/history qa',
    '/help + status + /history qa',
  ],
  ['the same twice', '/status\n\n/status', '/status + /status'],
  ['below words', 'It is slow.\n\n/status', '/status'],
  ['above words', '/status\n\nIt is slow.', '/status'],
  ['between the lines of a paragraph', 'It is slow.\n/status\nThanks!', '/status'],
  ['behind a hard break', 'It is slow.  \n/status', '/status'],
  ['behind a hard break with a backslash', 'It is slow.\\\n/status', '/status'],
  ['with Windows line ends', 'Hm.\r\n\r\n/history prod\r\n', '/history prod'],
  ['with old line ends', 'Hm.\r\r/status\r', '/status'],
  ['below a heading', '# Look\n/status', '/status'],
  ['below a rule', '---\n\n/status', '/status'],
  ['below a table', '| a |\n|---|\n| b |\n\n/status', '/status'],
  ['below a quote', '> It is slow.\n\n/status', '/status'],
  ['below a list', '- slow\n\n/status', '/status'],
  ['below code', `${fence}\nx\n${fence}\n/status`, '/status'],
  ['below HTML', '<details>\n\nx\n\n</details>\n\n/status', '/status'],
  ['below an HTML comment', '<!-- a template -->\n\n/status', '/status'],
  ['in front of an HTML comment', '/status <!-- please -->', '/status'],
  ['a command with a reason in a wrong place', '/status because I ask', '/?status'],

  ['in the middle of a sentence', 'Please write /history prod here.', ''],
  ['at the end of a sentence', 'Please write /status', ''],
  ['behind a word on its line', 'so: /status', ''],
  ['behind a mention', '@tailrace /status', ''],
  ['behind an emoji', '👀 /status', ''],
  ['in a code span', '`/status`', ''],
  ['in a code span of two ticks', '``/status``', ''],
  ['in a block of code', `${fence}\n/status\n${fence}`, ''],
  ['in a block of code with a language', `${fence}sh\n/status\n${fence}`, ''],
  ['in a block of code without an end', `${fence}\n/status`, ''],
  ['in a block of code made with tildes', '~~~\n/status\n~~~', ''],
  ['in an indented block of code', 'See:\n\n    /status', ''],
  ['indented with a tab', 'See:\n\n\t/status', ''],
  ['in a quote', '> /status', ''],
  ['in a quote in a quote', '> > /status', ''],
  ['in a quote that goes on without its sign', '> as I said\n/status', ''],
  ['in a list', '- /status', ''],
  ['in a numbered list', '1. /status', ''],
  ['in a nested list', '- one\n  - two\n    - /status', ''],
  ['in a paragraph of a nested list', '- one\n\n  - two\n\n    /status', ''],
  ['in a task list', '- [ ] /status', ''],
  ['in a heading', '# /status', ''],
  ['in an underlined heading', '/status\n===', ''],
  ['in a table', '| a |\n|---|\n| /status |', ''],
  ['in an HTML comment', '<!-- /status -->', ''],
  ['in an HTML comment of many lines', '<!--\n\n/status\n\n-->', ''],
  ['in HTML', '<details>\n/status\n</details>', ''],
  ['in bold letters', '**/status**', ''],
  ['in crossed-out letters', '~~/status~~', ''],
  ['as the text of a link', '[/status](https://example.com)', ''],
  ['as the target of a link', '[x](/status)', ''],
  ['as a reference', '[x]\n\n[x]: /status', ''],
  ['as an address', '<https://example.com/status>', ''],
  ['with an escaped slash', '\\/status', ''],
  ['with the slash as an entity', 'a&#47;status', ''],
  ['a path', '/status/of/things', ''],
  ['a path with a file', '/history.txt', ''],
  ['two slashes', '//status', ''],
  ['a slash alone', '/', ''],
  ['a slash and a space', '/ status', ''],
  ['nothing', '', ''],
  ['spaces', ' \n \r\n ', ''],

  ["another app's command", '/lgtm', ''],
  ["another app's command with words", '/assign @dana', ''],
  ['two letters away from ours', '/statu5es', ''],
  ['one letter missing', '/statu', '/?statu'],
  ['one letter too many', '/statuss', '/?statuss'],
  ['one letter wrong', '/hustory prod', '/?hustory'],
  ['two letters exchanged', '/stauts', '/?stauts'],
  ['a Cyrillic look-alike in its name', '/st\u0430tus', '/?st\u0430tus'],
  ['a Greek look-alike behind the name of the app', '/tailrace \u03c5nknown', '?\u03c5nknown'],
  ['a look-alike in the name of the app', '/t\u0430ilrace status', ''],
  ['a slash of full width', '\uff0fstatus', ''],
  ['a slash for fractions', '\u2044status', ''],
  ['a look-alike in the environment', '/history pr\u043ed', '/?history'],
  ['a space of no width in its name', '/sta\u200btus', ''],
  ['a direction mark in front of it', '\u202e/status', ''],
  ['letters that only look composed', '/he\u0301lp', ''],
  ['an unknown word behind the name of the app', '/tailrace lgtm', '?lgtm'],
  ['the name of the app alone', '/tailrace', '?'],
  ['the name of the app with a dash', '/tailrace-lint status', ''],
  ['a word too few', '/history', '/?history'],
  ['a word too many', '/history prod qa', '/?history'],
  ['a word in bold letters', '/history **prod**', '/?history'],
  ['a word in code', '/history `prod`', '/?history'],
  ['an option', '/history --all', '/history --all'],
  ['a shell in place of a word', '/history $(reboot)', '/?history'],
  ['a word of more than a hundred letters', `/history ${'p'.repeat(101)}`, '/?history'],
  ['a line of a hundred thousand letters', `/history ${'p '.repeat(50_000)}`, '/?history'],
];

test.each(written)('%s', (_, text, expected) => {
  expect(said(text)).toBe(expected);
});

const edited: readonly (readonly [string, string, string, string])[] = [
  ['a command that was there', '/status', '/status\n\nThanks!', ''],
  ['a command that was there, in its other form', '/tailrace status', '/status', ''],
  ['a command that was there, in other letters', '/status', '  /STATUS ', ''],
  [
    'a command that was there, in front of a hidden comment',
    '/status <!-- x -->',
    '/status <!-- x -->\n\ny',
    '',
  ],
  ['a command that came out of its code', `${fence}\n/status\n${fence}`, '/status', ''],
  ['a new command', 'Hm.', 'Hm.\n\n/status', '/status'],
  ['a new command beside one that was there', '/help', '/help\n/status', '/status'],
  ['a command with another word', '/history qa', '/history prod', '/history prod'],
  ['a mistake that was mended', '/statu', '/status', '/status'],
  ['a mistake that was there', '/statu', '/statu\n\nHm.', ''],
];

test.each(edited)('edited: %s', (_, before, text, expected) => {
  expect(said(text, before)).toBe(expected);
});
