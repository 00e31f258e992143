import { fstatSync, readFileSync, readSync, writeSync } from 'node:fs';
import { readLeft } from '../../domain/evidence/read-left.ts';
import type { NotebookBytes } from '../../domain/notebook/notebook-bytes.ts';
import { notebookFd, type ReaderAnswer, writtenFd } from './reader-answer.ts';

// Reads a notebook in as much memory as this process was given, once its input ends, and ends.
readFileSync(0);

let room = Buffer.alloc(0);

const notebook: NotebookBytes = {
  size: fstatSync(notebookFd).size,
  read(start, end) {
    if (room.length < end - start) room = Buffer.allocUnsafeSlow(end - start);
    const bytes = room.subarray(0, end - start);
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(notebookFd, bytes, at, bytes.length - at, start + at);
      if (read === 0) throw new Error('the notebook became shorter');
      at += read;
    }
    return bytes;
  },
};

function write(pieces: Iterable<Buffer>): number {
  let bytes = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) at += writeSync(writtenFd, piece, at);
    bytes += piece.length;
  }
  return bytes;
}

const { read, kept } = readLeft(notebook);
const plots = read?.plots.map(({ name, picture }) => ({ name, bytes: write([picture]) })) ?? [];
const answer: ReaderAnswer = {
  reading: read?.reading,
  plots,
  kept: kept && { bytes: write(kept.pieces), cut: { outputs: kept.outputs, bytes: kept.bytes } },
};
process.stdout.write(JSON.stringify(answer));
