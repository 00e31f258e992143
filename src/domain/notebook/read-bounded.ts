import { z } from 'zod';
import { parsePythonsJson } from '../pythons-json.ts';
import { boundedOutput } from './bounded-output.ts';
import { type ExecutedNotebook, notebookSchema, type Output, parseNotebook } from './executed.ts';
import type { NotebookBytes } from './notebook-bytes.ts';
import type { FoundOutputs, Place } from './output-places.ts';
import type { Picture } from './picture.ts';
import { mostPlots } from './plots.ts';

/**
 * Reads an executed notebook of any size: its outputs one after the other, each cut to what is looked at before the next is read. Undefined where
 * it is no notebook.
 */
export function readBounded(
  bytes: NotebookBytes,
  { places, around }: FoundOutputs,
): ExecutedNotebook | undefined {
  if (around > mostValues) return undefined;
  let pictures = 0;
  const output = z.unknown().transform((number, context): Output => {
    const place = typeof number === 'number' ? places[number] : undefined;
    const read = place ? outputAt(bytes, place) : boundedOutput(number);
    if (read?.picture && ++pictures > mostPlots) return { ...read, picture: withoutBytes(read.picture) };
    if (read) return read;
    context.addIssue('it is no output');
    return z.NEVER;
  });
  return parseNotebook(withoutOutputs(bytes, places), notebookSchema(output));
}

/** Parsing makes at least forty bytes of each value. */
const mostValues = 4_000_000;

function outputAt(bytes: NotebookBytes, { start, end, values }: Place): Output | undefined {
  if (values > mostValues) return { output_type: 'too large to be read' };
  const json = parsePythonsJson(bytes.read(start, end).toString());
  return json.kind === 'value' ? boundedOutput(json.value) : undefined;
}

/** Of a picture that nobody sees it is known that it is there. */
function withoutBytes(picture: Picture): Picture {
  return { ...picture, bytes: Buffer.alloc(0) };
}

/** The notebook's JSON with a number in place of each output. */
function withoutOutputs(bytes: NotebookBytes, places: readonly Place[]): string {
  let from = 0;
  const parts = places.map(({ start, end }, number) => {
    const before = bytes.read(from, start).toString();
    from = end;
    return `${before}${number}`;
  });
  return [...parts, bytes.read(from, bytes.size).toString()].join('');
}
