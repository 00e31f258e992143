import type { Shown } from '../shown.ts';
import { fold, pre, table } from './markdown.ts';
import { numberText } from './numbers.ts';
import { caption } from './plots.ts';

/** What the notebook printed, folded. */
export function printedFold({ printed }: Shown): string | undefined {
  const block = printedBlock(printed);
  return block && fold('Printed output', block);
}

export function printedBlock({ first, left, last }: Shown['printed'], most = 16_000): string | undefined {
  if (first.length === 0) return undefined;
  const middle = left > 0 ? [`… ${numberText(left)} ${left === 1 ? 'line' : 'lines'} left out …`] : [];
  return pre([...first, ...middle, ...last].join('\n'), most);
}

export function slowestFold({ slowest }: Shown): string | undefined {
  if (slowest.length === 0) return undefined;
  return fold('Slowest cells', slowestTable({ slowest }));
}

export function slowestTable({ slowest }: Pick<Shown, 'slowest'>): string {
  const rows = slowest.map((cell) => [caption(cell), `${numberText(Math.round(cell.seconds * 10) / 10)} s`]);
  return table(['Cell', 'Time'], rows, 'lr');
}
