import { writtenForms } from './written-forms.ts';

/** Gives texts back with `***` wherever one of these secrets stands, in any of its written forms. */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = formsOf(secrets);
  if (forms.length === 0) return (text) => text;
  const any = anyOf(forms);
  return (text) => text.replace(any, '***');
}

/** The same of the pieces of a file, wherever they begin and end. */
export async function* maskPieces(
  secrets: readonly string[],
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // As bytes, a letter each: a piece may end within a letter.
  const forms = formsOf(secrets).map((form) => Buffer.from(form).toString('latin1'));
  if (forms.length === 0) return yield* pieces;
  const any = anyOf(forms);
  const longest = longestOf(forms);
  let held = '';
  for await (const piece of pieces) {
    const text = held + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    const { masked, rest } = maskBefore(text, any, text.length - longest + 1);
    held = rest;
    yield Buffer.from(masked, 'latin1');
  }
  yield Buffer.from(held.replace(any, '***'), 'latin1');
}

/** Masks what begins before `end`; what does not may go on in the next piece. */
function maskBefore(
  text: string,
  any: RegExp,
  end: number,
): { readonly masked: string; readonly rest: string } {
  let [masked, from] = ['', 0];
  for (const { 0: form, index } of text.matchAll(any)) {
    if (index >= end) break;
    masked += `${text.slice(from, index)}***`;
    from = index + form.length;
  }
  const to = Math.max(from, end);
  return { masked: masked + text.slice(from, to), rest: text.slice(to) };
}

/** Longest first, so that no end of one is left over. */
function formsOf(secrets: readonly string[]): string[] {
  return [...new Set(secrets.flatMap(writtenForms))].sort((a, b) => b.length - a.length);
}

/** What of a text's end may be the beginning of a secret, in letters. */
export function longestForm(secrets: readonly string[]): number {
  return longestOf(formsOf(secrets));
}

function longestOf(forms: readonly string[]): number {
  return Math.max(0, ...forms.map((form) => form.length + (isOneWord(form) ? mostOfBreaks : 0)));
}

function anyOf(forms: readonly string[]): RegExp {
  return new RegExp(forms.map(patternOf).join('|'), 'g');
}

/** A line's end in a text, in JSON, in JSON in JSON, and between the lines of a notebook's text. */
const lineBreak = '(?:[\\r\\n]|\\\\+[nr]|",\\s*")*';
/** Where there is more of that the word was not broken by a program. */
const mostOfBreaks = 200;

function patternOf(form: string): string {
  const letters = [...form].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|]/, '\\$&'));
  return letters.join(isOneWord(form) ? lineBreak : '');
}

/** Programs break what is in base64 into lines wherever a line is full; longer words are found in parts. */
function isOneWord(form: string): boolean {
  return form.length <= 300 && /^[\w+/-]+=*$/.test(form);
}
