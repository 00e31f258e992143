import type { Baseline } from '../../domain/baseline.ts';
import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import { samePlots } from '../../domain/notebook/same-plots.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { plotPath } from '../../domain/run-files.ts';
import type { PlotPair } from '../../domain/test-report.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { ForgeLinks } from '../../ports/forge.ts';

/** The plots of a test, whose files are committed at `files`, each beside the same one of the baseline. */
export function plotPairs(
  links: ForgeLinks,
  repository: RepositoryRef,
  files: KeptFiles,
  { result, baseline }: { readonly result: TestResult; readonly baseline: Baseline | undefined },
): readonly PlotPair[] {
  const plots = result.shown?.plots ?? [];
  const same = samePlots(plots, baseline?.shown?.plots ?? []);
  const picture = (at: KeptFiles, name: string) => {
    const path = `${at.path}/${plotPath(name)}`;
    const place = repositoryOf(repository, at);
    return {
      image: links.picture(place, at.commit, path),
      page: links.file(place, at.commit, path),
    };
  };
  return plots.map((plot) => {
    const other = same.get(plot.name);
    const before = other && baseline?.files ? picture(baseline.files, other.name) : undefined;
    return { plot, now: picture(files, plot.name), before };
  });
}
