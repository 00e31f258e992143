/** A cell of a table, and over how many rows and columns it reaches. */
export interface SpannedCell {
  readonly text: string;
  readonly isHead: boolean;
  readonly rows: number;
  readonly columns: number;
}

/** Beyond so many columns, or so many cells of a table, a cell is taken as a single one: spans can make a huge table of few letters. */
const mostColumns = 60;
const mostCells = 200_000;

/**
 * The rows of a table with a cell in every column: heads that reach over several rows or columns are repeated in each, values that do leave
 * blanks. So every row can be read alone.
 */
export function withoutSpans(rows: readonly (readonly SpannedCell[])[]): readonly (readonly SpannedCell[])[] {
  const reaching = new Map<number, SpannedCell>();
  let left = mostCells;
  return rows.map((row) => {
    const cells = row[Symbol.iterator]();
    const filled: SpannedCell[] = [];
    for (;;) {
      const above = reaching.get(filled.length);
      const next = above ?? cells.next().value;
      if (!next) break;
      const isOver = left <= 0 || filled.length >= mostColumns;
      for (const cell of isOver ? [next] : repeated(next, above ? 1 : next.columns)) {
        if (!isOver && next.rows > 1) reaching.set(filled.length, { ...again(cell), rows: next.rows - 1 });
        else reaching.delete(filled.length);
        filled.push(cell);
      }
      left -= 1;
    }
    return filled;
  });
}

function repeated(cell: SpannedCell, times: number): SpannedCell[] {
  return [cell, ...Array<SpannedCell>(Math.min(times, mostColumns) - 1).fill(again(cell))];
}

function again(cell: SpannedCell): SpannedCell {
  return cell.isHead ? cell : { ...cell, text: '' };
}
