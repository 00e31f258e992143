import { markdownTable } from 'markdown-table';

const zeroWidthSpace = '\u200b';

/** Breaks what a forge would act on: mentions and references (`@dana`, `#12`, `!12`, `GH-12`), in letters of full and small width too. */
function defuse(text: string): string {
  return text.replaceAll(/[@\uff20\ufe6b]|[#!\uff03\uff01](?=\d)|\bGH-(?=\d)/gi, `$&${zeroWidthSpace}`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Which end of a text that is too long is shown. */
type Kept = 'start' | 'end';

/** Writes somebody else's text, cut to `most` characters, and further until what is written has at most twice as many. */
function cut(text: string, most: number, write: (text: string) => string, kept: Kept = 'start'): string {
  if (text.length <= most && write(text).length <= 2 * most) return write(text);
  for (let length = most; length > 0; length = Math.floor(length * 0.8)) {
    const part = kept === 'start' ? text.slice(0, length) : text.slice(-length);
    const whole = part.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
    const written = write(kept === 'start' ? `${whole}…` : `…${whole}`);
    if (written.length <= 2 * most) return written;
  }
  return '…';
}

/** One line without what would control the reader's screen. */
function oneLine(text: string, most: number): string {
  return text
    .slice(0, 4 * most)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Somebody else's text where a forge reads no Markdown: a check's title. */
export function bare(text: string, most = 200): string {
  const line = oneLine(text, most);
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
}

/** Somebody else's text in a commit's message: it mentions nobody, and closes no issue once the commit is merged. */
export function quoted(text: string, most = 200): string {
  return defuse(bare(text, most)).replaceAll('://', `:${zeroWidthSpace}//`);
}

/** Somebody else's text within a line of ours: shown letter by letter, never as Markdown, HTML, link, mention, reference or, at a line's start, command. */
export function plain(text: string, most = 200): string {
  return cut(oneLine(text, most), most, (line) =>
    escapeHtml(defuse(line))
      .replaceAll(/[\\`*_{}[\]()~|!+.#$-]|^\//g, '\\$&')
      .replaceAll('://', ':\\/\\/'),
  );
}

/** Somebody else's text as a code span. */
export function code(text: string, most = 200): string {
  const written = cut(oneLine(text, most), most, (line) =>
    escapeHtml(defuse(line))
      .replaceAll(/[\\`*_[\]~$]/g, '\\$&')
      .replaceAll('://', ':\\/\\/')
      .replaceAll(/www(?=\.)/gi, '$&\\')
      .replaceAll('|', '&#124;'),
  );
  return `<code>${written}</code>`;
}

/** Somebody else's text as a block of its own, lines kept. A line that begins with `/` can't become a quick action. */
export function pre(text: string, most = 4000, kept: Kept = 'start'): string {
  const enough = kept === 'start' ? text.slice(0, 4 * most) : text.slice(-4 * most);
  const clean = enough.toWellFormed().replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '');
  const written = cut(
    clean,
    most,
    (lines) => escapeHtml(defuse(lines)).replaceAll(/^(\s*)\//gm, '$1&#47;'),
    kept,
  );
  return `<pre>${written}</pre>`;
}

/** A table; the cells are Markdown already. `align` holds a letter a column: l, r or c. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const cells = [head, ...rows].map((row) => row.map(cellText));
  return markdownTable(cells, { align: [...align], alignDelimiters: false });
}

/** A cell can hold no line break, and no pipe that is not escaped: one more backslash where there is an even number of them. */
function cellText(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/(\\*)\|/g, (found, slashes: string) => (slashes.length % 2 === 0 ? `${slashes}\\|` : found));
}

/** A list of at most `most` items; how many more there are is said by `rest`. The items are Markdown already. */
export function list(items: readonly string[], rest: (more: number) => string, most = 20): string {
  const more = items.length - most;
  return [...items.slice(0, most), ...(more > 0 ? [rest(more)] : [])].map((item) => `- ${item}`).join('\n');
}

/** A section that opens at a click. The blank line after `summary` is needed for Markdown inside. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function link(text: string, url: string): string {
  return `[${text}](${url.replaceAll(/[()<>\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

/**
 * A picture that leads to its own page, as a part `width` of what is there (`49%`). Both URLs are ours. The text for those who can't see it is
 * somebody else's: within an attribute of HTML a forge reads no Markdown, mention or reference.
 */
export function picture(url: string, page: string, alternative: string, width: string): string {
  const alt = escapeHtml(defuse(bare(alternative, 300))).replaceAll('"', '&quot;');
  return `<a href="${attribute(page)}"><img src="${attribute(url)}" alt="${alt}" width="${width}"></a>`;
}

function attribute(url: string): string {
  return escapeHtml(url).replaceAll('"', '%22').replaceAll(/\s/g, '%20');
}

/** Sections in a row, with the empty ones left out. */
export function paragraphs(parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n');
}
