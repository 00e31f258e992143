import type { LivePlot, ShownPlot } from '../shown.ts';
import { cellsToRun, type ExecutedNotebook, type Output } from './executed.ts';
import { type Picture, pictureIn } from './picture.ts';
import { storable } from './storable.ts';
import { titlesOf } from './titles.ts';

export interface Plot extends ShownPlot {
  readonly picture: Buffer;
}

/** So many pictures of a notebook are kept as files. */
export const mostPlots = 40;

/** The pictures that a notebook showed, as files: at most `most`, each of at most 5 MB. */
export function plotsOf(notebook: ExecutedNotebook, most = mostPlots): readonly Plot[] {
  const titles = titlesOf(notebook);
  const plots: Plot[] = [];
  for (const { number, cell } of cellsToRun(notebook)) {
    const pictures = cell.outputs.flatMap(picturesIn);
    for (const [index, { ending, bytes, ...told }] of pictures.entries()) {
      if (plots.length === most) return plots;
      if (bytes.length === 0) continue;
      const name = `cell-${number}-${index + 1}.${ending}`;
      plots.push({ name, cell: number, title: titleAt(titles, number), ...told, picture: bytes });
    }
  }
  return plots;
}

function titleAt(titles: ReadonlyMap<number, string>, cell: number): string | undefined {
  const title = titles.get(cell);
  return title && storable(title, 120);
}

function picturesIn({ picture, data, metadata }: Output): Picture[] {
  const found = picture ?? pictureIn(data, metadata);
  return found ? [found] : [];
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
        const kind = picturesIn(output).length > 0 ? undefined : kindOf(output);
        return kind ? [{ kind, cell: number, title: titleAt(titles, number) }] : [];
      }),
    )
    .slice(0, most);
}

/** Some of them show nothing but a page with a script. */
const scripted: readonly (readonly [LivePlot['kind'], RegExp])[] = [
  ['Plotly', /\bPlotly\.newPlot\(/],
  ['Vega', /\bvegaEmbed\(/],
  ['Bokeh', /\bBokeh\.embed\./],
];
const mostOfPage = 10_000_000;

function kindOf({ data = {} }: Output): LivePlot['kind'] | undefined {
  const mimes = Object.keys(data);
  const [kind] = drawn.find(([, pattern]) => mimes.some((mime) => pattern.test(mime))) ?? [];
  if (kind) return kind;
  const page = [data['text/html']].flat().join('').slice(0, mostOfPage);
  return /<script/i.test(page) ? scripted.find(([, pattern]) => pattern.test(page))?.[0] : undefined;
}
