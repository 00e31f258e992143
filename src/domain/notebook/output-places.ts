import { type NotebookBytes, piecesOf } from './notebook-bytes.ts';

/** Where an output stands. */
export interface Place {
  /** In bytes; the end is not its own. */
  readonly start: number;
  readonly end: number;
  /** How many values it holds, about: what it comes to in memory. */
  readonly values: number;
}

export interface FoundOutputs {
  readonly places: readonly Place[];
  /** How many values stand around them. */
  readonly around: number;
}

/**
 * Where the outputs of a notebook's cells stand in its JSON, found without parsing any of it, so that what is large can be left out before: only
 * brackets, keys and strings' ends are looked at. Of what is no JSON it finds anything; the parser of what lies around says so.
 */
export function findOutputs(bytes: NotebookBytes): FoundOutputs {
  const finder = createFinder();
  for (const piece of piecesOf(bytes)) finder.read(piece);
  return finder.found();
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
const space = 0x20;

/** What leads to an output: in which bracket each level of the road begins, and under which key. */
const road: readonly { readonly bracket: number; readonly key?: string }[] = [
  { bracket: openBrace },
  { bracket: openBracket, key: 'cells' },
  { bracket: openBrace },
  { bracket: openBracket, key: 'outputs' },
];
/** No key of the road is longer. */
const longestKey = 8;

function createFinder() {
  const places: Place[] = [];
  /** Of `depth` open brackets the first `onRoad` lead to outputs. */
  let [depth, onRoad] = [0, 0];
  let [inString, isKey, escaped] = [false, false, false];
  let key = '';
  /** Where the output began that is read, and where the last byte of sense stood. */
  let [start, last] = [-1, -1];
  let before = 0;
  let [values, valuesBefore] = [0, 0];

  const amongOutputs = () => depth === road.length && onRoad === road.length;

  function open(bracket: number): void {
    const step = road[depth];
    if (onRoad === depth && step?.bracket === bracket && (step.key === undefined || step.key === key))
      onRoad += 1;
    depth += 1;
    values += 1;
  }

  function endOutput(): void {
    if (start !== -1) places.push({ start, end: last + 1, values: values - valuesBefore });
    start = -1;
  }

  function sense(byte: number, at: number): void {
    if (amongOutputs()) {
      if (byte === comma || byte === closeBracket) endOutput();
      else if (start === -1) [start, valuesBefore] = [at, values];
    }
    last = at;
    if (byte === comma) values += 1;
    else if (byte === openBrace || byte === openBracket) open(byte);
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      onRoad = Math.min(onRoad, depth);
    } else if (byte === quote) {
      inString = true;
      isKey = onRoad === depth && road[depth]?.key !== undefined;
      if (isKey) key = '';
    }
  }

  /** Goes through a string to behind its end, or to the piece's. */
  function throughString(piece: Buffer, from: number): number {
    let at = escaped ? from + 1 : from;
    escaped = false;
    while (at < piece.length && piece[at] !== quote) at += piece[at] === backslash ? 2 : 1;
    if (isKey && key.length < longestKey)
      key += piece.toString('latin1', from, Math.min(at, from + longestKey));
    inString = at >= piece.length;
    escaped = at > piece.length;
    last = before + Math.min(at, piece.length - 1);
    return at + 1;
  }

  function read(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      if (inString) {
        at = throughString(piece, at);
        continue;
      }
      const byte = piece[at] ?? space;
      if (byte > space) sense(byte, before + at);
      at += 1;
    }
    before += piece.length;
  }

  function found(): FoundOutputs {
    return { places, around: values - places.reduce((sum, place) => sum + place.values, 0) };
  }

  return { found, read };
}
