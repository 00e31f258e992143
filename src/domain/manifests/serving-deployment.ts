import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const deploymentSchema = z.object({
  kind: z.literal('Deployment'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })) }) }),
  }),
});

/** Which Deployment of a manifest file runs the image of this digest; undefined where none does. */
export function servingDeployment(
  content: string,
  digest: string,
): { readonly namespace: string; readonly deployment: string } | undefined {
  const documents = parseAllDocuments(content, { version: '1.1' });
  if ('empty' in documents) return undefined;
  const found = documents
    .filter(({ errors }) => errors.length === 0)
    .flatMap((document) => deploymentSchema.safeParse(document.toJS()).data ?? [])
    .find(({ spec }) => spec.template.spec.containers.some(({ image }) => image.endsWith(`@${digest}`)));
  return found && { namespace: found.metadata.namespace, deployment: found.metadata.name };
}
