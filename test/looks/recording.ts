import { existsSync, readFileSync } from 'node:fs';
import type { Execution } from '../../src/domain/notebook/execution.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import type { FailedBuild } from '../../src/domain/texts/build-problem.ts';
import type { PromotionText } from '../../src/domain/texts/promotion.ts';

/** What a real run gave, from which everything that is said of it can be said again. */
export interface Recording {
  readonly report: TestReport;
  /** How papermill ended, where the test failed; its notebook is the recorded one. */
  readonly execution?: Omit<Execution, 'notebook'> | undefined;
  readonly failedBuild?: FailedBuild | undefined;
  /** The promotion pull request that it is the test of. */
  readonly promotion?: PromotionText | undefined;
}

/** A recording with the notebooks that were executed: its own, and that of the release that ran then. */
export interface Recorded extends Recording {
  readonly notebook: string | undefined;
  readonly before: string | undefined;
}

const folder = new URL('recordings/', import.meta.url);

/** Where a part of a recording lies: `report.json`, `notebook.ipynb`, `before.ipynb`. */
export function partOf(name: string, part: string): URL {
  return new URL(`${name.replaceAll(' ', '-')}/${part}`, folder);
}

/** Reads what `npm run screenshots -- --record` wrote. */
export function readRecording(name: string): Recorded {
  const recording: Recording = JSON.parse(readFileSync(partOf(name, 'report.json'), 'utf8'));
  const read = (part: string) => {
    const path = partOf(name, part);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  return { ...recording, notebook: read('notebook.ipynb'), before: read('before.ipynb') };
}
