import { type ManifestObject, objectsIn } from './objects-in.ts';

/** The objects that manifests had and others that take their place have not: an applier that does not prune leaves them in the cluster. */
export function removedObjects(
  before: readonly string[],
  after: readonly string[],
): readonly ManifestObject[] {
  const kept = new Set(after.flatMap(objectsIn).map(keyOf));
  return before.flatMap(objectsIn).filter((object) => !kept.has(keyOf(object)));
}

function keyOf({ kind, name, namespace }: ManifestObject): string {
  return [kind, namespace ?? '', name].join(' ');
}
