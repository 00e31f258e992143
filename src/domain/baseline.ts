import { sameData } from './dataset.ts';
import type { KeptFiles } from './evidence/kept-files.ts';
import type { Shown } from './shown.ts';
import type { TestResult } from './test-result.ts';

/** What a release that runs now measured, and on which data: what a test is compared with. */
export interface Baseline {
  readonly release: string;
  readonly deployedAt: string;
  readonly metrics: TestResult['metrics'];
  readonly datasets: TestResult['datasets'];
  /** What it showed, and where the files of that are committed. */
  readonly shown?: Shown | undefined;
  readonly files?: KeptFiles | undefined;
  /** It was measured on other data, and its image was run on the test's data for the comparison. */
  readonly measuredAgain?: boolean | undefined;
  /** Why that could not be: the end of the sentence "It can't be measured on this data: …". */
  readonly whyNot?: string | undefined;
}

/** Like must be compared with like. */
export function isComparable(baseline: Baseline, { datasets }: Pick<TestResult, 'datasets'>): boolean {
  return baseline.measuredAgain === true || sameData(baseline.datasets, datasets);
}
