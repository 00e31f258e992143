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

/** The Kubernetes objects of a manifest file that somebody wrote; what can't be read is left out. */
export function objectsIn(content: string): readonly ManifestObject[] {
  const documents = parseAllDocuments(content, { version: '1.1' });
  if ('empty' in documents) return [];
  return documents
    .filter(({ errors }) => errors.length === 0)
    .flatMap((document) => {
      const { data } = objectSchema.safeParse(document.toJS());
      return data ? [{ kind: data.kind, ...data.metadata }] : [];
    });
}
