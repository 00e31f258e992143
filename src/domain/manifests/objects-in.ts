import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const objectSchema = z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) });

/** The Kubernetes objects of a manifest file that somebody wrote, as `<kind> <name>`; what can't be read is left out. */
export function objectsIn(content: string): string[] {
  const documents = parseAllDocuments(content, { version: '1.1' });
  if ('empty' in documents) return [];
  return documents
    .filter(({ errors }) => errors.length === 0)
    .flatMap((document) => {
      const { data } = objectSchema.safeParse(document.toJS());
      return data ? [`${data.kind} ${data.metadata.name}`] : [];
    });
}
