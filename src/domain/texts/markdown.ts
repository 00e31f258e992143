import { markdownTable } from 'markdown-table';

const zeroWidthSpace = '\u200b';

/** Breaks what a forge would act on: mentions and issue references. Entity-encoded ones fall with the `&` that callers escape. */
function defuse(text: string): string {
  return text.replaceAll('@', `@${zeroWidthSpace}`).replaceAll(/#(?=\d)/g, `#${zeroWidthSpace}`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Somebody else's text within a line of ours: shown letter by letter, never as Markdown, HTML, mention or reference. */
export function plain(text: string, most = 200): string {
  const line = text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
  const short = line.length > most ? `${line.slice(0, most)}…` : line;
  return defuse(escapeHtml(short).replaceAll(/[\\`*_{}[\]()~|!+.-]/g, '\\$&'));
}

/** Somebody else's text as a code span. */
export function code(text: string, most = 200): string {
  const line = text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
  const short = line.length > most ? `${line.slice(0, most)}…` : line;
  return `<code>${defuse(escapeHtml(short))
    .replaceAll('|', '&#124;')
    .replaceAll(/[\\`*_[\]~]/g, '\\$&')}</code>`;
}

/** Somebody else's text as a block of its own, lines kept. A line that begins with `/` can't become a quick action. */
export function pre(text: string, most = 4000): string {
  const clean = text.replaceAll('\r', '').replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '');
  const short = clean.length > most ? `${clean.slice(0, most)}\n…` : clean;
  return `<pre>${defuse(escapeHtml(short)).replaceAll(/^(\s*)\//gm, '$1&#47;')}</pre>`;
}

/** A table; the cells are Markdown already. `align` holds a letter a column: l, r or c. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  return markdownTable([[...head], ...rows.map((row) => [...row])], { align: [...align] });
}

/** A section that opens at a click. The blank line after `summary` is needed for Markdown inside. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function link(text: string, url: string): string {
  return `[${text}](${url})`;
}

/** Sections in a row, with the empty ones left out. */
export function paragraphs(parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n');
}
