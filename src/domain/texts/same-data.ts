import type { Failure } from '../test-result.ts';

/** Why the running release can't be measured on a test's data: ends of the sentence "It can't be measured on this data: …". */

export function releaseFailed({ what }: Failure): string {
  return what.replaceAll('`', '').replace(/\.$/, '');
}

export function releaseGone(): string {
  return 'the repository does not have its commit any more';
}

export function imageGone(): string {
  return "its image can't be pulled any more";
}

export function otherDatasets(): string {
  return 'it reads a dataset that is not declared any more';
}
