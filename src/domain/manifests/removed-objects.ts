import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** A Kubernetes object of a manifest. */
export interface ManifestObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});

/** The objects that manifests had and others that take their place have not: an applier that does not prune leaves them in the cluster. */
export function removedObjects(
  before: readonly string[],
  after: readonly string[],
): readonly ManifestObject[] {
  const kept = new Set(after.flatMap(objectsOf).map(keyOf));
  return before.flatMap(objectsOf).filter((object) => !kept.has(keyOf(object)));
}

function objectsOf(content: string): ManifestObject[] {
  const documents = parseAllDocuments(content, { version: '1.1' });
  if ('empty' in documents) return [];
  return documents
    .filter(({ errors }) => errors.length === 0)
    .flatMap((document) => {
      const { data } = objectSchema.safeParse(document.toJS());
      return data ? [{ kind: data.kind, ...data.metadata }] : [];
    });
}

function keyOf({ kind, name, namespace }: ManifestObject): string {
  return [kind, namespace ?? '', name].join(' ');
}
