import { spawn } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { nothingCut } from '../../domain/evidence/cut-outputs.ts';
import type { LeftNotebook } from '../../domain/evidence/left-notebook.ts';
import { readLeft } from '../../domain/evidence/read-left.ts';
import { bytesOf, joined } from '../../domain/notebook/notebook-bytes.ts';
import { withNamelessFile } from './nameless-file.ts';
import { type ReaderAnswer, readerAnswerSchema } from './reader-answer.ts';

/** Of smaller notebooks no content can take more memory than there is to spare: about 20 bytes for each of theirs. */
const bigBytes = 4 * 1024 ** 2;
const mostHeapMegabytes = 256;
const mostMs = 60_000;
const child = fileURLToPath(new URL('read-notebook-child.ts', import.meta.url));

export interface ReadOut {
  /** The text that is kept; undefined where it is too large even without its outputs. */
  readonly notebook: string | undefined;
  readonly left: LeftNotebook;
}

/**
 * Reads a notebook as it comes out of a container, in a bounded amount of memory: a big one never lies in this process as a whole, but in a file
 * without a name, and a process of its own reads it. Undefined where that takes more memory than it is given: what 50 MB of brackets come to
 * would end this one, and every run with it.
 */
export function readNotebook(pieces: AsyncIterable<Uint8Array>, bytes: number): Promise<ReadOut | undefined> {
  return bytes < bigBytes ? readHere(pieces) : readElsewhere(pieces);
}

async function readHere(pieces: AsyncIterable<Uint8Array>): Promise<ReadOut> {
  const { read, kept } = readLeft(bytesOf(await buffer(pieces)));
  const plots = read?.plots.map(({ name, picture }) => ({ name, base64: picture.toString('base64') })) ?? [];
  const cut = kept ? { outputs: kept.outputs, bytes: kept.bytes } : nothingCut;
  return {
    notebook: kept && joined(kept.pieces).toString(),
    left: { reading: read?.reading, plots, cut },
  };
}

/** The same by a process of its own, which starts while the notebook still comes. */
export function readElsewhere(
  pieces: AsyncIterable<Uint8Array>,
  heapMegabytes = mostHeapMegabytes,
): Promise<ReadOut | undefined> {
  return withNamelessFile((notebook) =>
    withNamelessFile(async (written) => {
      const reader = startReader(notebook, written, heapMegabytes);
      for await (const piece of pieces) await notebook.writeFile(piece);
      const answer = await reader.ask();
      return answer && readWritten(written, answer);
    }),
  );
}

/** A process that reads the notebook once it is asked: then it is whole. What it says is undefined where it ran out of memory or time. */
function startReader(notebook: FileHandle, written: FileHandle, heapMegabytes: number) {
  const limits = [`--max-old-space-size=${heapMegabytes}`, '--max-semi-space-size=1'];
  const reader = spawn(process.execPath, [...limits, child], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'ignore', notebook.fd, written.fd],
    ...{ timeout: mostMs, killSignal: 'SIGKILL' },
  });
  const ended = new Promise<number | undefined>((resolve) => {
    reader.on('error', () => resolve(undefined));
    reader.on('close', (code) => resolve(code ?? undefined));
  });
  // One that has ended already is told by its exit code.
  reader.stdin?.on('error', () => undefined);
  const said = reader.stdout ? text(reader.stdout) : '';
  return {
    async ask(): Promise<ReaderAnswer | undefined> {
      reader.stdin?.end();
      return (await ended) === 0 ? readerAnswerSchema.parse(JSON.parse(await said)) : undefined;
    },
  };
}

/** It is given nothing of our environment, since it handles what strangers wrote; only where its own code lies compiled. */
function environment(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

async function readWritten(written: FileHandle, { reading, plots, kept }: ReaderAnswer): Promise<ReadOut> {
  let at = 0;
  const next = async (bytes: number) => {
    const { buffer } = await written.read(Buffer.alloc(bytes), 0, bytes, at);
    at += bytes;
    return buffer;
  };
  const pictures: LeftNotebook['plots'] = [];
  for (const { name, bytes } of plots)
    pictures.push({ name, base64: (await next(bytes)).toString('base64') });
  const notebook = kept && (await next(kept.bytes)).toString();
  return { notebook, left: { reading, plots: pictures, cut: kept?.cut ?? nothingCut } };
}
