import type { JudgedDataset } from '../data-checks/judge-data.ts';
import { profilePath, type RunFile } from '../run-files.ts';
import { columnsLeftOut } from '../texts/evidence-size.ts';
import { type Bounded, mostProfileBytes } from './room.ts';

/** A dataset whose profile is known. */
type Profiled = JudgedDataset & { readonly outcome: Extract<JudgedDataset['outcome'], { kind: 'checked' }> };

/**
 * What the data of a release looks like and which checks it was put to: what the next release's drift is measured against. Within what
 * there is room for in its evidence: each has its share, and gives up its last columns; those that are checked come first.
 */
export function boundProfiles(data: readonly JudgedDataset[], most = mostProfileBytes): Bounded {
  const profiled = data.filter(isProfiled);
  const kept = columnsKept(profiled, most);
  const cuts = profiled.flatMap((dataset) => {
    const left = columnsOf(dataset) - (kept.get(dataset) ?? 0);
    return left > 0 ? [columnsLeftOut(dataset.dataset, left)] : [];
  });
  return { files: profiled.map((dataset) => fileOf(dataset, kept.get(dataset) ?? 0)), cuts };
}

/** How many columns each keeps: what the small ones do not need is the large ones'. */
function columnsKept(profiled: readonly Profiled[], most: number): ReadonlyMap<Profiled, number> {
  const bytes = new Map(profiled.map((dataset) => [dataset, bytesOf(dataset, columnsOf(dataset))]));
  const smallestFirst = profiled.toSorted((a, b) => (bytes.get(a) ?? 0) - (bytes.get(b) ?? 0));
  const kept = new Map<Profiled, number>();
  let room = most;
  for (const [index, dataset] of smallestFirst.entries()) {
    const columns = columnsWithin(dataset, Math.floor(room / (smallestFirst.length - index)));
    kept.set(dataset, columns);
    room -= bytesOf(dataset, columns);
  }
  return kept;
}

function columnsOf({ outcome }: Profiled): number {
  return outcome.profile.profiled.length;
}

function isProfiled(dataset: JudgedDataset): dataset is Profiled {
  return dataset.outcome.kind === 'checked';
}

/** The most columns that there is room for: a file grows with each. */
function columnsWithin(dataset: Profiled, room: number): number {
  let [fits, most] = [0, columnsOf(dataset)];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (bytesOf(dataset, middle) <= room) fits = middle;
    else most = middle - 1;
  }
  return fits;
}

function bytesOf(dataset: Profiled, columns: number): number {
  return Buffer.byteLength(fileOf(dataset, columns).content);
}

function fileOf({ dataset, sha256, checks, outcome }: Profiled, columns: number): RunFile {
  const { profiled, ...rest } = outcome.profile;
  const left = profiled.length - columns;
  const profile = { ...rest, profiled: profiled.slice(0, columns) };
  const content = { dataset, sha256, checks, profile, columnsLeftOut: left > 0 ? left : undefined };
  return { path: profilePath(dataset), content: `${JSON.stringify(content, null, 2)}\n` };
}
