/** Keys and indexes from the file's root: `['gates', 0, 'min']`. */
export type MistakePath = readonly (string | number)[];

/** Something in a file that its author has to change. */
export type Mistake = {
  /** 1-based line in the file. */
  readonly line: number;
  /** 1-based column in the line. */
  readonly column?: number;
  /** Where in the file: `environments[1].gates[0].min`; empty for the file itself. Keys are the author's: show it in a code span. */
  readonly path: string;
  /** What is wrong, a sentence in Markdown. */
  readonly message: string;
  /** What to write instead, a sentence in Markdown. */
  readonly remedy: string;
};

/** A mistake before its line is known. */
export type Finding = { readonly path: MistakePath; readonly message: string; readonly remedy: string };

/** `['environments', 1, 'gates']` → `environments[1].gates`. */
export function formatPath(path: MistakePath): string {
  return path.map((step, index) => formatStep(step, index === 0)).join('');
}

function formatStep(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  const key = oneLine(step);
  return first ? key : `.${key}`;
}

/** In the order of the file; mistakes of one place keep the order in which they were found. */
export function inFileOrder(mistakes: readonly Mistake[]): Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
}

/** Text of the file that goes into a message: one line, short, and unable to end the code span that it stands in. */
export function quoted(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `\`${oneLine(text) || ' '}\``;
}

function oneLine(text: string): string {
  const line = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll('`', "'")
    .trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
