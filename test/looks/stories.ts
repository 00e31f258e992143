import { isComparable } from '../../src/domain/baseline.ts';
import { judgeGates } from '../../src/domain/gates/judge-gates.ts';
import { readExecutedNotebook } from '../../src/domain/notebook/executed.ts';
import { type Plot, plotsOf } from '../../src/domain/notebook/plots.ts';
import { shownOf } from '../../src/domain/notebook/shown.ts';
import { judgeExecution } from '../../src/domain/notebook/verdict.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import type { TestResult } from '../../src/domain/test-result.ts';
import { buildFailedText } from '../../src/domain/texts/build-problem.ts';
import { promotionBody } from '../../src/domain/texts/promotion.ts';
import { testComment } from '../../src/domain/texts/test-comment.ts';
import { type Recorded, readRecording } from './recording.ts';

export interface Story {
  readonly name: string;
  /** The Markdown of what a person sees, from the top of the page. */
  readonly texts: readonly string[];
  /** The pictures in it, by their URL. */
  readonly pictures: ReadonlyMap<string, Buffer>;
  /** What has to be seen without scrolling. */
  readonly first: readonly string[];
}

const wanted: Readonly<Record<string, readonly string[]>> = {
  'a pass': ['passed its test', '≥ 0.75'],
  'a gate that fails': ['misses the gate', 'Ranking quality is'],
  'a cell that raises': ['failed its test', 'Cell 3 raised', 'customers["tenure"]'],
  'an out of memory': ['failed its test', 'It was killed at cell 5', 'pairs = np.ones'],
  'an image that does not build': ['the image does not build', 'pip install'],
  'a running test': ['Testing churn'],
  'a merge': ['is deployed to sandbox'],
  'a notebook that shows much': ['passed its test'],
  'a promotion': ['Merging this puts release', 'What it brings'],
};

/** What people are told of recorded runs, by the texts as they are now. */
export const stories: readonly Story[] = Object.entries(wanted).map(([name, first]) => {
  const recorded = readRecording(name);
  const { promotion } = recorded;
  const comment = testComment(reportOf(recorded));
  const texts = promotion ? [promotionBody(promotion), comment] : [comment];
  return { name, first, texts, pictures: picturesOf(recorded) };
});

/** The report of a recorded run: whatever Tailrace makes of what was measured is made anew. */
function reportOf({ report, execution, failedBuild, notebook }: Recorded): TestReport {
  const { result } = report;
  const problem = failedBuild ? buildFailedText(failedBuild) : report.problem;
  if (!result || notebook === undefined) return { ...report, problem };
  const executed = readExecutedNotebook(notebook);
  const failure = execution && judgeExecution({ ...execution, executed }).failure;
  const shown = shownOf(executed, plotsIn(notebook));
  return { ...report, problem, gates: gatesOf(report, result), result: { ...result, failure, shown } };
}

function gatesOf({ gates, metrics, baseline }: TestReport, result: TestResult): TestReport['gates'] {
  const by = baseline && { ...baseline, sameData: isComparable(baseline, result) };
  return judgeGates(
    gates.map(({ gate }) => gate),
    result.metrics,
    { metrics, baseline: by },
  );
}

function picturesOf({ report: { plots = [] }, notebook, before }: Recorded): ReadonlyMap<string, Buffer> {
  const pictures = new Map<string, Buffer>();
  const add = (url: string, source: string | undefined) => {
    const { picture } = plotsIn(source).find(({ name }) => url.includes(`/${name}`)) ?? {};
    if (picture) pictures.set(url, picture);
  };
  for (const pair of plots) {
    add(pair.now.image, notebook);
    if (pair.before) add(pair.before.image, before);
  }
  return pictures;
}

function plotsIn(source: string | undefined): readonly Plot[] {
  const notebook = source === undefined ? undefined : readExecutedNotebook(source);
  return notebook ? plotsOf(notebook) : [];
}
