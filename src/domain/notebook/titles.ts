import type { ExecutedNotebook } from './executed.ts';

/** The headings that code cells stand under, by the cell's number; of a cell without one there is none. */
export function titlesOf({ cells }: ExecutedNotebook): ReadonlyMap<number, string> {
  const titles = new Map<number, string>();
  let title: string | undefined;
  for (const [index, { cell_type, source }] of cells.entries()) {
    if (cell_type === 'markdown') title = headingIn(source) ?? title;
    else if (title !== undefined) titles.set(index + 1, title);
  }
  return titles;
}

/** The last heading of a text, without the signs that end some. */
function headingIn(markdown: string): string | undefined {
  const lines = markdown.slice(0, 20_000).split('\n');
  const heading = lines.findLast((line) => /^#{1,6} /.test(line));
  return (
    heading
      ?.slice(0, 200)
      .replace(/^#+ /, '')
      .replace(/ #+ *$/, '')
      .trim() || undefined
  );
}
