import { diffArrays } from 'diff';
import type { ExecutedNotebook, NumberedCell } from './executed.ts';

/** A cell of each of two notebooks that are the same cell, or one that only one of them has. */
export interface CellPair {
  readonly before?: NumberedCell | undefined;
  readonly after?: NumberedCell | undefined;
}

type Known = { readonly before: NumberedCell; readonly after: NumberedCell };

/**
 * Tells which cell of a notebook is which of another: by the id where both have it, else the longest common sequence of sources, and what
 * is left between two of those by likeness. papermill gives cells without an id a random one, so that an id that only one has says nothing.
 * In the order of the later notebook, with what is gone where it stood.
 */
export function alignCells(before: ExecutedNotebook, after: ExecutedNotebook): readonly CellPair[] {
  const [old, now] = [numbered(before), numbered(after)];
  const known = sameIds(old, now);
  const [oldRest, nowRest] = [without(old, known, 'before'), without(now, known, 'after')];
  return inOrder(old, now, [...known, ...bySource(oldRest, nowRest)]);
}

function numbered({ cells }: ExecutedNotebook): NumberedCell[] {
  return cells.map((cell, index) => ({ number: index + 1, cell }));
}

function without(cells: readonly NumberedCell[], known: readonly Known[], side: keyof Known): NumberedCell[] {
  const taken = new Set(known.map((pair) => pair[side].number));
  return cells.filter(({ number }) => !taken.has(number));
}

function sameIds(old: readonly NumberedCell[], now: readonly NumberedCell[]): Known[] {
  const ids = byId(old);
  return [...byId(now)].flatMap(([id, after]) => {
    const before = ids.get(id);
    return before?.cell.cell_type === after.cell.cell_type ? [{ before, after }] : [];
  });
}

/** An id that two cells of one notebook have names neither. */
function byId(cells: readonly NumberedCell[]): Map<string, NumberedCell> {
  const groups = Map.groupBy(cells, ({ cell }) => cell.id);
  return new Map(
    [...groups].flatMap(([id, [only, another]]) => (id && only && !another ? [[id, only] as const] : [])),
  );
}

function bySource(old: readonly NumberedCell[], now: readonly NumberedCell[]): Known[] {
  const runs = diffArrays([...old], [...now], { comparator: isSame });
  const known: Known[] = [];
  let [gone, come]: [NumberedCell[], NumberedCell[]] = [[], []];
  let [oldAt, nowAt] = [0, 0];
  for (const { added, removed, count } of runs) {
    const [olds, nows] = [old.slice(oldAt, oldAt + count), now.slice(nowAt, nowAt + count)];
    if (!added) oldAt += count;
    if (!removed) nowAt += count;
    if (removed) gone.push(...olds);
    else if (added) come.push(...nows);
    else {
      known.push(...alike(gone, come), ...olds.flatMap((before, index) => pair(before, nows[index])));
      [gone, come] = [[], []];
    }
  }
  return [...known, ...alike(gone, come)];
}

function isSame({ cell: one }: NumberedCell, { cell: other }: NumberedCell): boolean {
  return one.cell_type === other.cell_type && one.source === other.source;
}

function pair(before: NumberedCell, after: NumberedCell | undefined): Known[] {
  return after ? [{ before, after }] : [];
}

/** Cells that are more alike than not, in their order. */
function alike(gone: readonly NumberedCell[], come: readonly NumberedCell[]): Known[] {
  let from = 0;
  return gone.flatMap((before) => {
    const index = come.findIndex((after, at) => at >= from && likeness(before, after) > 0.5);
    if (index === -1) return [];
    from = index + 1;
    return pair(before, come[index]);
  });
}

const mostWords = 2000;

/** The share of words that two cells have in common (Sørensen–Dice), 0 to 1. */
function likeness({ cell: one }: NumberedCell, { cell: other }: NumberedCell): number {
  if (one.cell_type !== other.cell_type) return 0;
  const [words, others] = [wordsOf(one.source), wordsOf(other.source)];
  const left = new Map([...Map.groupBy(others, (word) => word)].map(([word, all]) => [word, all.length]));
  const shared = words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return (2 * shared.length) / Math.max(1, words.length + others.length);
}

function wordsOf(source: string): string[] {
  return (source.slice(0, 20_000).match(/\w+|[^\w\s]/g) ?? []).slice(0, mostWords);
}

/** Cells that are gone stand before the one that followed them. */
function inOrder(
  old: readonly NumberedCell[],
  now: readonly NumberedCell[],
  known: readonly Known[],
): CellPair[] {
  const earlier = new Map(known.map(({ before, after }) => [after.number, before]));
  const gone = without(old, known, 'before');
  const pairs: CellPair[] = [];
  for (const after of now) {
    const before = earlier.get(after.number);
    while (before && gone[0] && gone[0].number < before.number) pairs.push({ before: gone.shift() });
    pairs.push({ before, after });
  }
  return [...pairs, ...gone.map((before) => ({ before }))];
}
