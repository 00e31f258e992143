import markdownIt, { type Token } from 'markdown-it';
import { z } from 'zod';
import { bare } from '../texts/markdown.ts';
import { nearest } from '../yaml/did-you-mean.ts';
import { commandNames, commandSchema, specOf } from './command.ts';
import { notPlain } from './words.ts';

/** It is written without `/tailrace`: whether that is read is for the configuration to say. */
const short = z.literal(true).optional();

/** What a line of a comment asks for: a command, or one that is written wrong. */
export const askedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), command: commandSchema, short }),
  /** `written` is the line; `named` the word that stands for the command. */
  z.object({ kind: z.literal('mistake'), written: z.string(), named: z.string(), short }),
]);
export type Asked = z.infer<typeof askedSchema>;

/** As forges read comments: HTML is HTML. Escapes stay apart from plain text, so that `\\/tailrace` is none. */
const markdown = markdownIt({ html: true }).disable('text_join');

const mostCommands = 10;

/**
 * What a comment asks of Tailrace: its lines that begin with `/tailrace`, or with a command's own name (`/rollback`). Read as Markdown, so
 * code, quotes, lists, links and HTML comments ask nothing. Of an edited comment (`before` is what it was) only commands that are new count.
 */
export function readComment(text: string, before = ''): readonly Asked[] {
  if (!text.includes('/')) return [];
  const old = before === '' ? [] : [...before.split('\n'), ...plainLines(before)];
  const known = new Set(old.map(keyOf));
  return plainLines(text)
    .filter((line) => !known.has(keyOf(line)))
    .flatMap((line) => {
      const asked = readLine(line);
      return asked.kind === 'nothing' ? [] : [asked];
    })
    .slice(0, mostCommands);
}

/** What makes a command the same as another one: another reason does not, nor does its short form. */
function keyOf(line: string): string {
  return line
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^\/tailrace /, '/')
    .replace(/ because .*$/, '');
}

function readLine(line: string): Asked | { readonly kind: 'nothing' } {
  const long = /^\/tailrace(?:\s+(.*))?$/i.exec(line);
  if (long) return readCommand(line, long[1] ?? '');
  const [, written = '', name = ''] = /^\/(([\p{L}-]+)(?:\s.*)?)$/u.exec(line) ?? [];
  // Other apps have commands, too: only what is ours, or is one letter away from it, is our business.
  if (name === '' || nearest(name.toLowerCase(), commandNames, 1) === undefined) return { kind: 'nothing' };
  return { ...readCommand(line, written), short: true };
}

function readCommand(line: string, written: string): Asked {
  const [name = '', ...words] = written.split(/\s+/);
  const named = name.toLowerCase();
  const command = specOf(named)?.read(words.filter((word) => word !== ''));
  return command
    ? { kind: 'command', command }
    : { kind: 'mistake', written: bare(line), named: bare(named, 50) };
}

/** The lines of the paragraphs that stand by themselves, without what a reader does not see. */
function plainLines(text: string): string[] {
  const blocks = markdown.parse(text, {});
  return blocks
    .filter((_, index) => blocks[index - 1]?.type === 'paragraph_open' && blocks[index - 1]?.level === 0)
    .flatMap(({ children }) => (children ?? []).map(plainText).join('').split('\n'))
    .map((line) => line.trim());
}

function plainText({ type, content }: Token): string {
  switch (type) {
    case 'text':
      return content;
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'html_inline':
      return content.startsWith('<!--') ? '' : notPlain;
    case 'code_inline':
      return `${notPlain}${content}${notPlain}`;
    default:
      return notPlain;
  }
}
