export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const headerBytes = 8;
const stderr = 2;

/**
 * Takes the Engine's multiplexed stream apart (a header of stream number and length before each piece,
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach). docker-modem's own
 * does it by recursion, which thousands of small pieces overflow.
 */
export async function* containerOutput(attached: AsyncIterable<unknown>): AsyncGenerator<OutputChunk> {
  let rest = Buffer.alloc(0);
  for await (const chunk of attached) {
    if (!Buffer.isBuffer(chunk)) continue;
    rest = Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = pieceEnd(rest, at); end !== undefined; end = pieceEnd(rest, at)) {
      const stream = rest[at] === stderr ? 'stderr' : 'stdout';
      yield { stream, bytes: rest.subarray(at + headerBytes, end) };
      at = end;
    }
    rest = rest.subarray(at);
  }
}

function pieceEnd(buffer: Buffer, at: number): number | undefined {
  if (buffer.length < at + headerBytes) return undefined;
  const end = at + headerBytes + buffer.readUInt32BE(at + 4);
  return end <= buffer.length ? end : undefined;
}
