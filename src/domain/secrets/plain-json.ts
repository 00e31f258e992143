/**
 * The pieces of a JSON file with every letter of ASCII written as itself: as `\u0041`, or `\/`, it would be read all the same, and a secret in it
 * not be seen. Programs that write notebooks do not write so (Python's `json` escapes what is not ASCII alone).
 */
export async function* plainJson(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    const end = endOfWhole(text);
    held = text.slice(end);
    yield Buffer.from(plain(text.slice(0, end)), 'latin1');
  }
  yield Buffer.from(plain(held), 'latin1');
}

/** Two backslashes are one escape: what follows them is none. */
const escapes = /\\(?:\\|\/|u00[2-7][0-9a-f])/gi;
/** Quotes, backslashes, and a control letter stay escaped. */
const mustStay = ['"', '\\', '\u007f'];

function plain(json: string): string {
  return json.replaceAll(escapes, (found) => {
    if (found === '\\\\') return found;
    const letter = found === '\\/' ? '/' : String.fromCharCode(Number.parseInt(found.slice(2), 16));
    return mustStay.includes(letter) ? found : letter;
  });
}

/** Where an escape begins that is not whole yet, else the text's end. */
function endOfWhole(text: string): number {
  const begun = /u[0-9a-f]{0,3}$/i.exec(text.slice(-4))?.[0].length ?? 0;
  const end = text.length - begun;
  let backslashes = 0;
  while (text[end - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1 ? end - 1 : text.length;
}
