import { mostProfileBytes } from '../evidence/room.ts';
import { code } from './markdown.ts';
import { counted, mebibytes } from './numbers.ts';

/** That a run left more than is kept of one. */
export function outputsWereCut(outputs: number, bytes: number, most: number): string {
  return `The notebook that is kept lacks its ${outputs === 1 ? 'largest output' : `${outputs} largest outputs`} (${mebibytes(bytes)}): of a run, ${mebibytes(most)} are kept. Show less of it, for example fewer or smaller pictures.`;
}

export function textWasCut(path: string, most: number): string {
  return `Of ${path} the last ${mebibytes(most)} are kept.`;
}

export function leftOut(count: number, what: 'plot' | 'notebook', most: number): string {
  return `${counted(count, what)} ${count === 1 ? 'is' : 'are'} not among the files of the run: of a run, ${mebibytes(most)} are kept.`;
}

/** Of a profile of data, which lies in the evidence. */
export function columnsLeftOut(dataset: string, columns: number): string {
  return `**The profile of ${code(dataset)} lacks ${counted(columns, 'column')}:** profiles have ${mebibytes(mostProfileBytes)} of the evidence. The drift of a column that it lacks is not measured in the next release. Check fewer columns.`;
}

/** What stands in a notebook where an output was cut (nbformat 4, "stream"). */
export function inPlaceOfOutput(bytes: number, most: number): object {
  const text = `[An output of ${mebibytes(bytes)} was cut here by Tailrace: of a run, ${mebibytes(most)} are kept.]\n`;
  return { output_type: 'stream', name: 'stderr', text: [text] };
}
