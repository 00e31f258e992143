import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Tells a story line by line, each with the seconds since the beginning. */
export interface Narrator {
  /** Seconds since the beginning. */
  now(): number;
  /** A line without a time: headings, lists. */
  print(text?: string, style?: Style): void;
  /** Something that happened just now. With `since`, a value of `now()`, it says how long that took. */
  tell(text: string, since?: number): void;
  /** Something that belongs to the last line that was told. */
  detail(text: string): void;
  /** What is under way: on a terminal this line is rewritten, elsewhere it is printed when it changes. */
  progress(text: string): void;
  /** Forgets the line that is under way. */
  clear(): void;
}

/** Colours come out on a terminal only. */
export function startNarrator(out: NodeJS.WriteStream): Narrator {
  const begun = performance.now();
  const now = () => (performance.now() - begun) / 1000;
  const paint = (style: Style, text: string) => styleText(style, text, { stream: out });
  const stamp = () => paint('dim', `${now().toFixed(1)} s`.padStart(8));
  let underWay = '';

  const clear = () => {
    if (underWay && out.isTTY) out.write('\r\x1b[2K');
    underWay = '';
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
  };
  return {
    now,
    clear,
    print: (text = '', style) => line(style ? paint(style, text) : text),
    tell: (text, since) => {
      const took = since === undefined ? '' : paint('dim', `  (${(now() - since).toFixed(1)} s)`);
      line(`${stamp()}  ${text}${took}`);
    },
    detail: (text) => line(`${' '.repeat(10)}${text}`),
    progress: (text) => {
      if (text === underWay) return;
      clear();
      // A line that wraps could not be rewritten.
      const shown = out.isTTY ? text.slice(0, (out.columns || 80) - 13) : text;
      out.write(`${stamp()}  ${paint('dim', `… ${shown}`)}${out.isTTY ? '' : '\n'}`);
      underWay = text;
    },
  };
}
