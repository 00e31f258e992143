import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter } from 'yaml';
import { type Finding, formatPath, inFileOrder, type Mistake, type MistakePath } from './mistake.ts';

/** 1-based. */
export type Place = { readonly line: number; readonly column: number };

/** The place of the deepest part of `path` that is there: of its key in a map, of the item itself in a list. */
export function placeOf(document: Document.Parsed, lines: LineCounter, path: MistakePath): Place {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of path) {
    const next = child(resolved(document, node), step);
    if (next === undefined) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return placeAt(lines, offset);
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function child(
  node: unknown,
  step: string | number,
): { node: unknown; offset: number | undefined } | undefined {
  if (isMap<unknown, unknown>(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
    return pair && { node: pair.value, offset: offsetOf(pair.key) };
  }
  if (!isSeq(node) || typeof step !== 'number' || step >= node.items.length) return undefined;
  return { node: node.items[step], offset: offsetOf(node.items[step]) };
}

function offsetOf(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}

/** The place of a character, by its offset in the text. */
export function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Findings with their lines, in the order of the file. */
export function placeFindings(
  findings: readonly Finding[],
  placeOf: (path: MistakePath) => Place,
): Mistake[] {
  return inFileOrder(
    findings.map(({ path, message, remedy }) => ({
      ...placeOf(path),
      path: formatPath(path),
      message,
      remedy,
    })),
  );
}
