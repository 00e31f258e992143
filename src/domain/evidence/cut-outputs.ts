import { z } from 'zod';
import { type NotebookBytes, piecesOf } from '../notebook/notebook-bytes.ts';
import { type FoundOutputs, findOutputs, type Place } from '../notebook/output-places.ts';
import { inPlaceOfOutput } from '../texts/evidence-size.ts';

/** Outputs that were cut: how many, and how many bytes they had as JSON. */
export const cutSchema = z.object({ outputs: z.number(), bytes: z.number() });
export type Cut = Readonly<z.infer<typeof cutSchema>>;

export const nothingCut: Cut = { outputs: 0, bytes: 0 };

export interface CutNotebook extends Cut {
  /** Its bytes, piece by piece. */
  readonly pieces: Iterable<Buffer>;
}

/**
 * A notebook without its largest outputs, so that it has at most `room` bytes; undefined where that is not enough. It is not parsed for that, and
 * what stays is as it was. `most` is told in place of an output.
 */
export function cutOutputs(
  notebook: NotebookBytes,
  room: number,
  most: number,
  found?: FoundOutputs,
): CutNotebook | undefined {
  if (notebook.size <= room) return { ...nothingCut, pieces: piecesOf(notebook) };
  const sizes = (found ?? findOutputs(notebook)).places.toSorted((one, other) => sizeOf(other) - sizeOf(one));
  const cut = new Map<Place, Buffer>();
  let left = notebook.size;
  let bytes = 0;
  for (const place of sizes) {
    if (left <= room) break;
    const instead = Buffer.from(JSON.stringify(inPlaceOfOutput(sizeOf(place), most)));
    cut.set(place, instead);
    bytes += sizeOf(place);
    left += instead.length - sizeOf(place);
  }
  return left > room ? undefined : { outputs: cut.size, bytes, pieces: withInstead(notebook, cut) };
}

function sizeOf({ start, end }: Place): number {
  return end - start;
}

function* withInstead(notebook: NotebookBytes, cut: ReadonlyMap<Place, Buffer>): Generator<Buffer> {
  let from = 0;
  for (const [place, instead] of [...cut].toSorted(([one], [other]) => one.start - other.start)) {
    yield* piecesOf(notebook, from, place.start);
    yield instead;
    from = place.end;
  }
  yield* piecesOf(notebook, from);
}
