import type { Readable } from 'node:stream';

/** git's framing ("pkt-line"): four hexadecimal digits of length, themselves included, then the bytes. */
export function packet(line: string): string {
  const length = Buffer.byteLength(line) + 4;
  return length.toString(16).padStart(4, '0') + line;
}

/** Ends a list of packets. */
export const flush = '0000';

/** The packets' texts without their line ends; undefined is a flush. Can be left and taken up again. */
export function readPackets(input: Readable): AsyncIterable<string | undefined> {
  const all = packetsOf(input);
  return { [Symbol.asyncIterator]: () => ({ next: () => all.next() }) };
}

async function* packetsOf(input: Readable): AsyncGenerator<string | undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of input) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const length = rest.length < 4 ? Number.NaN : Number.parseInt(rest.toString('latin1', 0, 4), 16);
      if (length === 0) yield undefined;
      else if (rest.length >= length) yield rest.toString('utf8', 4, length).replace(/[\n\0].*$/s, '');
      else break;
      rest = rest.subarray(Math.max(length, 4));
    }
  }
}
