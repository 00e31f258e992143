import { z } from 'zod';
import { cellsToRun, readExecutedNotebook } from './executed.ts';

export interface Plot {
  /** File name, unique within the run: `cell-7-1.png`. */
  readonly name: string;
  readonly png: Buffer;
}

const base64 = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** The pictures that a notebook showed, as PNG files: at most `most`, each of at most 5 MB. */
export function plotsOf(notebook: string, most = 40): readonly Plot[] {
  const executed = readExecutedNotebook(notebook);
  const plots = (executed ? cellsToRun(executed) : []).flatMap(({ number, cell }) =>
    cell.outputs
      .map((output) => base64.safeParse(output.data?.['image/png']))
      .filter((picture) => picture.success)
      .map((picture, index) => ({
        name: `cell-${number}-${index + 1}.png`,
        png: Buffer.from(picture.data, 'base64'),
      })),
  );
  return plots
    .filter(({ png }) => png.subarray(0, 4).equals(pngSignature) && png.length <= 5_000_000)
    .slice(0, most);
}
