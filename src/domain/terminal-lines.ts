import { stripVTControlCharacters } from 'node:util';

/** A line without an end is cut here, so that a program that never ends one can't fill our memory. */
const longestLine = 64 * 1024;

const openEscape = /\u001b[^A-Za-z\u0007]{0,64}$/;

/** How secrets are masked in a line that is cut; elsewhere lines are masked when all of them are there. */
export interface LineMask {
  mask(text: string): string;
  /** No form of a secret is longer. */
  readonly longest: number;
}

const noMask: LineMask = { mask: (text) => text, longest: 0 };

export interface TerminalLines {
  write(chunk: Uint8Array): void;
  /** The line that is not ended yet, as a terminal would show it now. */
  pending(): string;
  /** Gives the last line where it has no end. */
  end(): void;
}

/**
 * Turns the bytes that a program writes to a terminal into lines: a carriage return goes back to the line's beginning and what
 * follows overwrites it, escape sequences are dropped.
 */
export function createTerminalLines(
  onLine: (line: string) => void,
  { mask, longest }: LineMask = noMask,
): TerminalLines {
  const decoder = new TextDecoder();
  let carry = '';
  let line = '';
  let column = 0;

  function put(text: string): void {
    line = line.slice(0, column) + text + line.slice(column + text.length);
    column += text.length;
    if (line.length > longestLine) feedBeginning();
  }

  /** What could be the beginning of a secret stays, for the next part to be masked with it. */
  function feedBeginning(): void {
    const masked = mask(line);
    const rest = masked.slice(masked.length - Math.min(longest, longestLine / 2));
    onLine(masked.slice(0, masked.length - rest.length));
    line = rest;
    column = rest.length;
  }

  function feed(): void {
    onLine(line);
    line = '';
    column = 0;
  }

  function show(text: string): void {
    for (const part of stripVTControlCharacters(text).split(/([\r\n])/)) {
      if (part === '\n') feed();
      else if (part === '\r') column = 0;
      else if (part !== '') put(part);
    }
  }

  return {
    write(chunk) {
      const text = carry + decoder.decode(chunk, { stream: true });
      carry = openEscape.exec(text)?.[0] ?? '';
      show(text.slice(0, text.length - carry.length));
    },
    pending: () => line,
    end() {
      if (line !== '') feed();
    },
  };
}
