import markdownIt, { type Token } from 'markdown-it';
import { z } from 'zod';
import { bare } from '../texts/markdown.ts';
import { commandSchema, specOf } from './command.ts';
import { notPlain } from './words.ts';

/** What a line of a comment asks for: a command, or one that is written wrong. */
export const askedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), command: commandSchema }),
  /** `written` is the line; `named` the word that stands for the command. */
  z.object({ kind: z.literal('mistake'), written: z.string(), named: z.string() }),
]);
export type Asked = z.infer<typeof askedSchema>;

/** As forges read comments: HTML is HTML. Escapes stay apart from plain text, so that `\\/tailrace` is none. */
const markdown = markdownIt({ html: true }).disable('text_join');

const mostCommands = 10;

/**
 * What a comment asks of Tailrace: its lines that begin with `/tailrace`. Read as Markdown, so code, quotes, lists, links and HTML comments
 * ask nothing. Of an edited comment (`before` is what it was) only lines that are new count.
 */
export function readComment(text: string, before = ''): readonly Asked[] {
  if (!/\/tailrace/i.test(text)) return [];
  const old = new Set(before.split('\n').map((line) => line.trim()));
  return plainLines(text)
    .filter((line) => !old.has(line))
    .flatMap((line) => {
      const asked = readLine(line);
      return asked.kind === 'nothing' ? [] : [asked];
    })
    .slice(0, mostCommands);
}

function readLine(line: string): Asked | { readonly kind: 'nothing' } {
  const found = /^\/tailrace(?:\s+(.*))?$/i.exec(line);
  if (!found) return { kind: 'nothing' };
  const [name = '', ...words] = (found[1] ?? '').split(/\s+/);
  const named = name.toLowerCase();
  const command = specOf(named)?.read(words);
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
