/** The bytes of a notebook's file, read piece by piece: a large one never lies in memory as a whole. */
export interface NotebookBytes {
  readonly size: number;
  /** What it gives may be written over by the next call. */
  read(start: number, end: number): Buffer;
}

export function bytesOf(content: string | Buffer): NotebookBytes {
  const bytes = Buffer.from(content);
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

const pieceBytes = 1024 ** 2;

/** All of the pieces in one. */
export function joined(pieces: Iterable<Buffer>): Buffer {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}

export function* piecesOf(bytes: NotebookBytes, from = 0, to = bytes.size): Generator<Buffer> {
  for (let at = from; at < to; at += pieceBytes) yield bytes.read(at, Math.min(to, at + pieceBytes));
}
