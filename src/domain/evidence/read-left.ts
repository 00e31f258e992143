import type { NotebookBytes } from '../notebook/notebook-bytes.ts';
import { findOutputs } from '../notebook/output-places.ts';
import { readBounded } from '../notebook/read-bounded.ts';
import { type ReadNotebook, readingOf } from '../notebook/reading-of.ts';
import { type CutNotebook, cutOutputs } from './cut-outputs.ts';
import { mostRunBytes } from './room.ts';

export interface Left {
  /** Undefined where it is no notebook. */
  readonly read: ReadNotebook | undefined;
  /** Its file, of at most the size that is kept of a run; undefined where its outputs are not what makes it larger. */
  readonly kept: CutNotebook | undefined;
}

/** Reads the notebook that a run left, and bounds its file: all that is looked at before its bytes are dropped. */
export function readLeft(bytes: NotebookBytes): Left {
  const found = findOutputs(bytes);
  const notebook = readBounded(bytes, found);
  const kept = cutOutputs(bytes, mostRunBytes, mostRunBytes, found);
  return { read: notebook && readingOf(notebook), kept };
}
