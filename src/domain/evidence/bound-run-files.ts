import { bytesOf, joined } from '../notebook/notebook-bytes.ts';
import type { RunFile } from '../run-files.ts';
import { leftOut, outputsWereCut, textWasCut } from '../texts/evidence-size.ts';
import { type Cut, cutOutputs, nothingCut } from './cut-outputs.ts';
import { type Bounded, mostRunBytes, sizeOf } from './room.ts';

/** Of a log and the like; more of it nobody reads. */
const mostTextBytes = 2 * 1024 ** 2;

/**
 * The files of a run, within `bytes`, which others have left them of what is kept of one: of texts the end, of the notebook all but its largest
 * outputs, and of the plots as many as there is room for. What else there is stays whole. `alreadyCut` is what the notebook lacked before.
 */
export function boundRunFiles(files: readonly RunFile[], bytes: number, alreadyCut = nothingCut): Bounded {
  const texts = files.filter((file) => !isNotebook(file) && !isPlot(file)).map(boundText);
  const plots = files.filter(isPlot);
  const room = bytes - sizeOf(texts.map(({ file }) => file));
  const forNotebook = room - Math.min(sizeOf(plots), Math.floor(room / 3));
  const notebooks = files.filter(isNotebook).map((file) => boundNotebook(file, forNotebook, alreadyCut));
  const kept = fitting(plots, room - sizeOf(notebooks.flatMap((each) => each.files)));
  return {
    files: [...notebooks.flatMap((each) => each.files), ...texts.map(({ file }) => file), ...kept],
    cuts: [
      ...texts.flatMap(({ cuts }) => cuts),
      ...notebooks.flatMap(({ cuts }) => cuts),
      ...(kept.length < plots.length ? [leftOut(plots.length - kept.length, 'plot', mostRunBytes)] : []),
    ],
  };
}

function isNotebook({ path }: RunFile): boolean {
  return path.endsWith('.ipynb');
}

function isPlot({ path }: RunFile): boolean {
  return path.startsWith('plots/');
}

function boundText(file: RunFile): { readonly file: RunFile; readonly cuts: readonly string[] } {
  const bytes = Buffer.from(file.content);
  if (!file.path.startsWith('logs/') || bytes.length <= mostTextBytes) return { file, cuts: [] };
  const end = bytes
    .subarray(-mostTextBytes)
    .toString()
    .replace(/^\ufffd+/, '');
  return { file: { path: file.path, content: `…${end}` }, cuts: [textWasCut(file.path, mostTextBytes)] };
}

function boundNotebook(file: RunFile, room: number, before: Cut): Bounded {
  if (Buffer.byteLength(file.content) <= room) return { files: [file], cuts: cutsText(before) };
  const cut = cutOutputs(bytesOf(file.content), room, mostRunBytes);
  if (!cut) return { files: [], cuts: [leftOut(1, 'notebook', mostRunBytes)] };
  const sum = { outputs: before.outputs + cut.outputs, bytes: before.bytes + cut.bytes };
  // A text, since texts are masked once more where they are written.
  const content = joined(cut.pieces).toString();
  return { files: [{ path: file.path, content }], cuts: cutsText(sum) };
}

function cutsText({ outputs, bytes }: Cut): string[] {
  return outputs > 0 ? [outputsWereCut(outputs, bytes, mostRunBytes)] : [];
}

function fitting(files: readonly RunFile[], room: number): RunFile[] {
  let left = room;
  return files.filter(({ content }) => {
    if (content.length > left) return false;
    left -= content.length;
    return true;
  });
}
