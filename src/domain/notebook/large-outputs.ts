import { createHash } from 'node:crypto';
import { type NotebookBytes, piecesOf } from './notebook-bytes.ts';
import { findOutputs, type Place } from './output-places.ts';

/** Smaller outputs are compared by what they hold. */
const largeBytes = 64 * 1024;

/**
 * A notebook's JSON with the hash of each large output in its place, so that two notebooks can be compared whose outputs are too large to be
 * parsed; undefined where it has more than `most` bytes even so.
 */
export function withHashedOutputs(notebook: NotebookBytes, most: number): string | undefined {
  const large = findOutputs(notebook).places.filter(({ start, end }) => end - start > largeBytes);
  const dropped = large.reduce((sum, { start, end }) => sum + end - start, 0);
  if (notebook.size - dropped > most) return undefined;
  let from = 0;
  const parts = large.map((place) => {
    const before = notebook.read(from, place.start).toString();
    from = place.end;
    return before + JSON.stringify({ output_type: 'large', name: hashOf(notebook, place) });
  });
  return [...parts, notebook.read(from, notebook.size).toString()].join('');
}

function hashOf(notebook: NotebookBytes, { start, end }: Place): string {
  const hash = createHash('sha256');
  for (const piece of piecesOf(notebook, start, end)) hash.update(piece);
  return hash.digest('hex');
}
