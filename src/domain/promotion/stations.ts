import type { Station } from '../release.ts';

/**
 * Of the environments whose own lists lead into a branch, the one that a release is promoted from: the last of those that the branch's own
 * list puts before it. `before` is that list, first first.
 */
export function stationBefore(stations: readonly Station[], before: readonly string[]): Station | undefined {
  const listed = stations.filter(({ environment }) => before.includes(environment));
  const last = listed.toSorted((a, b) => before.indexOf(b.environment) - before.indexOf(a.environment))[0];
  return last ?? stations[0];
}

/** Those whose lists lead there directly, though the branch's own list puts others in between: a shorter road than it allows. */
export function shortcuts(
  stations: readonly Station[],
  chosen: Station,
  before: readonly string[],
): readonly Station[] {
  const at = before.indexOf(chosen.environment);
  return stations.filter(({ environment }) => {
    const index = before.indexOf(environment);
    return index !== -1 && index < at;
  });
}

/** The environment that none leads to: where a road begins. */
export function firstStation(stations: readonly Station[]): Station | undefined {
  return (
    stations.find(({ branch }) => stations.every(({ nextBranch }) => nextBranch !== branch)) ?? stations[0]
  );
}

/** In the order of the road; those that no road from the first one leads to come last. */
export function inOrder(stations: readonly Station[]): readonly Station[] {
  const ordered: Station[] = [];
  let next = firstStation(stations);
  while (next && !ordered.includes(next)) {
    ordered.push(next);
    const { nextBranch } = next;
    next = stations.find(({ branch }) => branch === nextBranch);
  }
  return [...ordered, ...stations.filter((station) => !ordered.includes(station))];
}
