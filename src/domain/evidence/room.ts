import type { RunFile } from '../run-files.ts';

/** So much of one run is kept: history keeps it for ever, in everybody's clone. */
export const mostRunBytes = 20 * 1024 ** 2;
/** Of that, the part that its long report may have. */
export const mostReportBytes = 1024 ** 2;
/** And the part that the profiles of its data may have, all together. */
export const mostProfileBytes = 2 * 1024 ** 2;

/** The record grows by what is said of cuts, and by the name of a release. */
const forSayingSo = 64 * 1024;

/** Files within their bounds. */
export interface Bounded {
  readonly files: readonly RunFile[];
  /** What was cut, a sentence each. */
  readonly cuts: readonly string[];
}

export function sizeOf(files: readonly RunFile[]): number {
  return files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
}

/**
 * What is left of a run for the files of its test: `others` are there besides, and the long report comes to them; where a release comes of it,
 * the profiles of its data, too.
 */
export function roomForTest(others: readonly RunFile[]): number {
  return mostRunBytes - sizeOf(others) - mostReportBytes - mostProfileBytes - forSayingSo;
}
