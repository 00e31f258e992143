import { nearest } from '../yaml/did-you-mean.ts';
import type { ExecutedNotebook } from './executed.ts';
import { parameterDefaults } from './parameter-defaults.ts';

const unknownParameter = /^Passed unknown parameter: (\w{1,100})$/;
const withoutCell = "Input notebook does not contain a cell with tag 'parameters'";

/** What papermill only says in its log: parameters that the notebook does not know. Each with what was probably meant. */
export function parameterWarnings(log: string, notebook: ExecutedNotebook | undefined): readonly string[] {
  const lines = new Set(log.split('\n').map((line) => line.trim()));
  const unknown = [...lines].flatMap((line) => unknownParameter.exec(line)?.[1] ?? []);
  if (unknown.length === 0) return [];
  if (lines.has(withoutCell))
    return [
      `No cell is tagged "parameters", so ${unknown.join(', ')} was set at the top of the notebook, where cells may set it anew: tag the cell with the defaults.`,
    ];
  const known = (notebook && parameterDefaults(notebook))?.map(({ name }) => name) ?? [];
  return unknown.map((name) => {
    const meant = nearest(name, known);
    const rest = meant ? `did you mean ${meant}?` : `it knows ${known.join(', ') || 'none'}.`;
    return `The notebook has no parameter ${name} in its cell tagged "parameters": ${rest}`;
  });
}
