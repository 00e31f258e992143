import { z } from 'zod';
import { parsePythonsJson } from '../pythons-json.ts';
import { inPlaceOfOutput } from '../texts/evidence-size.ts';

/** All that is not looked at stays as it is. */
const notebookSchema = z.looseObject({
  cells: z.array(z.looseObject({ outputs: z.array(z.unknown()).optional() })),
});
type Notebook = z.infer<typeof notebookSchema>;

export interface CutNotebook {
  readonly notebook: string;
  /** How many outputs were cut, and how many bytes they had as JSON. */
  readonly outputs: number;
  readonly bytes: number;
}

/** A notebook without its largest outputs, so that it has at most `room` bytes; undefined where that is not enough. `most` is told in their place. */
export function cutOutputs(text: string, room: number, most: number): CutNotebook | undefined {
  const json = parsePythonsJson(text);
  const read = notebookSchema.safeParse(json.kind === 'value' ? json.value : undefined);
  if (!read.success) return undefined;
  const sizes = outputsOf(read.data)
    .map((output) => ({ output, bytes: bytesOf(output) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  const cut = new Map<unknown, number>();
  let bytes = bytesOf(read.data);
  for (const each of sizes) {
    if (bytes <= room) break;
    cut.set(each.output, each.bytes);
    bytes += bytesOf(inPlaceOfOutput(each.bytes, most)) - each.bytes;
  }
  const notebook = JSON.stringify(without(read.data, cut, most));
  if (Buffer.byteLength(notebook) > room) return undefined;
  return { notebook, outputs: cut.size, bytes: [...cut.values()].reduce((sum, each) => sum + each, 0) };
}

function outputsOf({ cells }: Notebook): unknown[] {
  return cells.flatMap(({ outputs = [] }) => outputs);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function without(notebook: Notebook, cut: ReadonlyMap<unknown, number>, most: number): Notebook {
  const kept = (output: unknown) => {
    const bytes = cut.get(output);
    return bytes === undefined ? output : inPlaceOfOutput(bytes, most);
  };
  const cells = notebook.cells.map((cell) =>
    cell.outputs ? { ...cell, outputs: cell.outputs.map(kept) } : cell,
  );
  return { ...notebook, cells };
}
