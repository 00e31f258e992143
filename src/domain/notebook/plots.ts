import { z } from 'zod';
import type { LivePlot, ShownPlot } from '../shown.ts';
import { cellsToRun, type ExecutedNotebook, type NumberedCell } from './executed.ts';
import { storable, titlesOf } from './titles.ts';

export interface Plot extends ShownPlot {
  readonly picture: Buffer;
}

type Output = NumberedCell['cell']['outputs'][number];

const base64 = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);

/** Pictures that are nothing but pixels. An SVG can hold scripts and foreign addresses: it is not among them. */
const formats = [
  { mime: 'image/png', ending: 'png', signature: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  { mime: 'image/jpeg', ending: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]) },
];
const mostBytes = 5_000_000;

/** The pictures that a notebook showed, as files: at most `most`, each of at most 5 MB. */
export function plotsOf(notebook: ExecutedNotebook, most = 40): readonly Plot[] {
  const titles = titlesOf(notebook);
  const plots: Plot[] = [];
  for (const { number, cell } of cellsToRun(notebook)) {
    const pictures = cell.outputs.flatMap(pictureIn);
    for (const [index, { ending, alt, picture }] of pictures.entries()) {
      if (plots.length === most) return plots;
      const name = `cell-${number}-${index + 1}.${ending}`;
      plots.push({ name, cell: number, title: titleAt(titles, number), alt, picture });
    }
  }
  return plots;
}

function titleAt(titles: ReadonlyMap<number, string>, cell: number): string | undefined {
  const title = titles.get(cell);
  return title && storable(title, 120);
}

function pictureIn(
  output: Output,
): { readonly ending: string; readonly alt: string | undefined; readonly picture: Buffer }[] {
  for (const { mime, ending, signature } of formats) {
    const read = base64.safeParse(output.data?.[mime]);
    if (!read.success || read.data.length > 1.4 * mostBytes) continue;
    const picture = Buffer.from(read.data, 'base64');
    if (picture.length <= mostBytes && picture.subarray(0, signature.length).equals(signature))
      return [{ ending, alt: altOf(output, mime), picture }];
  }
  return [];
}

const alternative = z.object({ alt: z.string() });

/** The alternative text as nbconvert looks for it: in the output's metadata, or in those of its format. */
function altOf({ metadata = {} }: Output, mime: string): string | undefined {
  const given = [metadata[mime], metadata]
    .map((at) => alternative.safeParse(at))
    .find(({ success }) => success);
  return (given?.data && storable(given.data.alt, 300)) || undefined;
}

/** What the outputs of drawing libraries call themselves; Bokeh's are scripts that load its state. */
const drawn: readonly (readonly [LivePlot['kind'], RegExp])[] = [
  ['Plotly', /^application\/vnd\.plotly\./],
  ['Vega', /^application\/vnd\.vega/],
  ['Bokeh', /^application\/vnd\.bokehjs_exec\./],
  ['SVG', /^image\/svg\+xml$/],
];

/** What cells drew that has no picture in pixels beside it. */
export function livePlotsOf(notebook: ExecutedNotebook, most = 40): readonly LivePlot[] {
  const titles = titlesOf(notebook);
  return cellsToRun(notebook)
    .flatMap(({ number, cell }) =>
      cell.outputs.flatMap((output) => {
        const kind = pictureIn(output).length > 0 ? undefined : kindOf(output);
        return kind ? [{ kind, cell: number, title: titleAt(titles, number) }] : [];
      }),
    )
    .slice(0, most);
}

function kindOf({ data = {} }: Output): LivePlot['kind'] | undefined {
  const mimes = Object.keys(data);
  return drawn.find(([, pattern]) => mimes.some((mime) => pattern.test(mime)))?.[0];
}
