import type { Readable } from 'node:stream';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { GitCache } from './cache.ts';

export interface BatchedBlob {
  readonly blob: string;
  readonly bytes: number;
  /** To be read to its end before the next blob is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** The contents of many blobs, one after the other, out of one git process (git-cat-file, "BATCH OUTPUT"). */
export async function* batchedBlobs(
  cache: GitCache,
  repository: RepositoryRef,
  blobs: readonly string[],
): AsyncGenerator<BatchedBlob> {
  if (blobs.length === 0) return;
  const output = takeApart(
    cache.stream(repository, ['cat-file', '--batch'], { input: `${blobs.join('\n')}\n` }),
  );
  for (const blob of blobs) {
    const header = await output.line();
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(header) ?? [];
    if (size === undefined) throw new Error(`git cat-file answered "${header}" for a blob`);
    yield { blob, bytes: Number(size), content: output.bytes(Number(size)) };
    await output.line();
  }
}

/** Reads a stream by lines and by numbers of bytes. */
function takeApart(stream: Readable) {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function more(): Promise<void> {
    const next = await chunks.next();
    if (next.done || !Buffer.isBuffer(next.value)) throw new Error('the stream ended early');
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
  }

  return {
    async line(): Promise<string> {
      while (!rest.includes(10)) await more();
      const end = rest.indexOf(10);
      const line = rest.toString('latin1', 0, end);
      rest = rest.subarray(end + 1);
      return line;
    },
    async *bytes(count: number): AsyncGenerator<Buffer> {
      for (let left = count; left > 0; ) {
        if (rest.length === 0) await more();
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        yield piece;
      }
    },
  };
}
