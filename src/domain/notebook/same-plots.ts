import type { ShownPlot } from '../shown.ts';

/**
 * Which plots of another run show the same: those at the same place under the same heading, since cells come and go; without headings, in the
 * same cell. By the names of `plots`.
 */
export function samePlots(
  plots: readonly ShownPlot[],
  others: readonly ShownPlot[],
): ReadonlyMap<string, ShownPlot> {
  const byPlace = new Map(placed(others).map(({ place, plot }) => [place, plot]));
  return new Map(
    placed(plots).flatMap(({ place, plot }) => {
      const other = byPlace.get(place);
      return other ? [[plot.name, other] as const] : [];
    }),
  );
}

function placed(plots: readonly ShownPlot[]): { readonly place: string; readonly plot: ShownPlot }[] {
  const counts = new Map<string, number>();
  return plots.map((plot) => {
    const under = plot.title === undefined ? `cell ${plot.cell}` : `# ${plot.title}`;
    const count = (counts.get(under) ?? 0) + 1;
    counts.set(under, count);
    return { place: `${under} ${count}`, plot };
  });
}
