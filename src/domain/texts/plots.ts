import type { LivePlot, ShownPlot } from '../shown.ts';
import type { PlotPair, TestReport } from '../test-report.ts';
import { fold, link, paragraphs, picture, plain } from './markdown.ts';
import { short } from './numbers.ts';

const mostPlots = 6;
const mostLive = 10;

/** The plots of this run, those that there are for the release that runs now at their side. */
export function plotsText(
  report: Pick<TestReport, 'plots' | 'baseline' | 'environment' | 'deployed' | 'result' | 'links'>,
): string | undefined {
  const { plots = [], baseline, environment, deployed, result } = report;
  const live = result?.shown?.live ?? [];
  if (plots.length === 0 && live.length === 0) return undefined;
  const release = `release \`${short(baseline?.release ?? '')}\`, which ${plain(environment)} ${deployed ? 'ran before' : 'runs now'}`;
  const isCompared = plots.slice(0, mostPlots).some(({ before }) => before);
  const more = plots.length - mostPlots;
  return paragraphs([
    isCompared && `**Plots** · left this run, right ${release}:`,
    !isCompared && plots.length > 0 && '**Plots** of this run:',
    ...plots.slice(0, mostPlots).map(pair),
    more > 0 && `… and ${more} more ${more === 1 ? 'plot' : 'plots'}: see the full report.`,
    livePlots(live, report.links['Executed notebook']),
  ]);
}

function pair({ plot, now, before }: PlotPair): string {
  const alt = alternative(plot);
  const width = widthText(plot, '49%');
  const pictures = [
    picture(now.image, now.page, before ? `This run: ${alt}` : alt, width),
    ...(before ? [picture(before.image, before.page, `Running release: ${alt}`, width)] : []),
  ];
  return `${caption(plot)}<br>${pictures.join(' ')}`;
}

/** Pixels of which about two pictures stand side by side in a comment. */
const wide = 400;

/** A small picture is not stretched: it would be blurred, and tall. */
export function widthText({ width }: ShownPlot, share: string): string {
  return width && width < wide ? `${width}` : share;
}

/** What a plot shows, for those who can't see it: in the notebook's words, else by the heading that it stands under. */
export function alternative({ alt, title, cell }: ShownPlot): string {
  return alt ?? (title === undefined ? `Plot of cell ${cell}` : `${title} (plot of cell ${cell})`);
}

/** The heading that something stands under, and its cell. */
export function caption({ title, cell }: { readonly title?: string | undefined; readonly cell: number }) {
  return title === undefined ? `Cell ${cell}` : `${plain(title, 120)} · cell ${cell}`;
}

/** Pictures that need a program are named; the executed notebook has them. */
function livePlots(live: readonly LivePlot[], notebook: string | undefined): string | undefined {
  if (live.length === 0) return undefined;
  const shown = live.slice(0, mostLive).map((plot) => `- ${plot.kind}: ${caption(plot)}`);
  const more = live.length - mostLive;
  const count = live.length === 1 ? '1 plot' : `${live.length} plots`;
  return fold(
    `${count} that only the executed notebook shows`,
    paragraphs([
      [...shown, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n'),
      `They have no static picture: ${notebook ? link('open the executed notebook', notebook) : 'open the executed notebook'} in Jupyter to see them. Save a PNG beside each to see it here.`,
    ]),
  );
}
