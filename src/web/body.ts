import type { IncomingMessage } from 'node:http';

export interface BodyLimits {
  /** Bytes that one request may have. */
  readonly body: number;
  /** Bytes that all requests together may hold while they are read. */
  readonly held: number;
}

/** The request is larger than one may be. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Others hold the memory that there is for bodies; a little later there may be some. */
export class BodiesTooMany extends Error {
  override readonly name = 'BodiesTooMany';
}

/** Reads bodies whole, and holds no more of them than the limits allow, whatever their senders announce. */
export function bodyReader(limits: BodyLimits): (request: IncomingMessage) => Promise<Buffer> {
  let held = 0;
  return async (request) => {
    if (Number(request.headers['content-length'] ?? 0) > limits.body) throw new BodyTooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      // The request stays open when this ends early, so that it can be answered.
      for await (const each of request.iterator({ destroyOnReturn: false })) {
        const chunk: Buffer = each;
        size += chunk.length;
        held += chunk.length;
        if (size > limits.body) throw new BodyTooLarge();
        if (held > limits.held) throw new BodiesTooMany();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      held -= size;
    }
  };
}
