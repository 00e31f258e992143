import type { Override } from './gates/override.ts';
import type { Plot } from './notebook/plots.ts';
import type { TestResult } from './test-result.ts';

export interface RunFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** What a run leaves behind, as files: the executed notebook, its metrics and plots, and the logs. */
export function runFiles(left: {
  readonly notebook?: string | undefined;
  readonly metrics?: string | undefined;
  readonly plots: readonly Pick<Plot, 'name' | 'picture'>[];
  readonly buildLog?: string | undefined;
  /** Where the log goes tells what ran; undefined where nothing did. */
  readonly log?: { readonly of: 'notebook' | 'command'; readonly text: string } | undefined;
}): readonly RunFile[] {
  const files: (RunFile | undefined)[] = [
    left.notebook === undefined ? undefined : { path: 'notebook.ipynb', content: left.notebook },
    left.metrics === undefined ? undefined : { path: 'metrics.json', content: left.metrics },
    left.buildLog === undefined ? undefined : { path: 'logs/build.log', content: left.buildLog },
    left.log && { path: `logs/${left.log.of}.log`, content: left.log.text },
    ...left.plots.map(({ name, picture }) => ({ path: plotPath(name), content: picture })),
  ];
  return files.filter((file) => file !== undefined);
}

/** The long report among the files of a run: forges render it where it lies, with its pictures. */
export const reportPath = 'report.md';

/** Where a plot lies among the files of a run. */
export function plotPath(name: string): string {
  return `plots/${name}`;
}

/** Where the profile of a dataset lies among the files of a release's evidence. */
export function profilePath(dataset: string): string {
  return `data/${dataset}.json`;
}

/** Which gates the release passed because people let it, with who and why. No file where there are none. */
export function overrideFiles(overrides: readonly Override[]): readonly RunFile[] {
  if (overrides.length === 0) return [];
  const told = overrides.map(({ gate, by, at, why, head, comment }) => ({
    gate,
    by,
    at,
    why,
    head,
    comment,
  }));
  return [{ path: 'overrides.json', content: `${JSON.stringify(told, null, 2)}\n` }];
}

/** A file of the training lies in a folder of its own beside the test's. */
export function inTrainingFolder({ path, content }: RunFile): RunFile {
  return { path: `training/${path}`, content };
}

/** `record.json`: what was tested, on what, by what, and what came out; beside a release's evidence with the release that it is for. */
export function recordFile(result: Omit<TestResult, 'files' | 'committed'>, release?: string): RunFile {
  const {
    sourceTree,
    image,
    parameters,
    datasets,
    metrics,
    metricSources,
    failure,
    warnings,
    cells,
    command,
    training,
    versions,
    peakBytes,
    startedAt,
    finishedAt,
  } = result;
  const record = {
    commit: release,
    environment: result.environment,
    run: result.id,
    sourceTree,
    image: image && { repository: image.repository, digest: image.digest },
    parameters,
    datasets,
    metrics,
    metricSources,
    passed: failure === undefined,
    failure,
    warnings,
    cells: command ? undefined : cells,
    command,
    training,
    versions,
    peakBytes,
    startedAt,
    finishedAt,
  };
  return { path: 'record.json', content: `${JSON.stringify(record, null, 2)}\n` };
}
