import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** More of a notebook's file is not read for the place of one line. */
const mostCharacters = 5_000_000;

/**
 * The line (from 1) of a notebook's file at which a line (from 1) of a cell's source stands; undefined where it has no such cell. `number` counts
 * all cells from 1. A source that is one string stands on one line.
 */
export function sourceLine(file: string, number: number, line: number): number | undefined {
  if (file.length > mostCharacters) return undefined;
  const source = nodeAt(file, ['cells', number - 1, 'source']);
  if (!source) return undefined;
  const lines = source.type === 'array' ? (source.children ?? []) : [];
  const { offset } = lines[line - 1] ?? lines[0] ?? source;
  return file.slice(0, offset).split('\n').length;
}

function nodeAt(file: string, path: (string | number)[]): Node | undefined {
  const root = parseTree(file);
  return root && findNodeAtLocation(root, path);
}
