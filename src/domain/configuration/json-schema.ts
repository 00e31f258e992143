import { z } from 'zod';
import { schemaAt } from '../yaml/schema-lookup.ts';
import { fileSchema } from './file-schema.ts';
import { notYetKeys } from './not-yet.ts';

/** JSON Schema of `.tailrace.yml` for editors, as text of `schema/tailrace.schema.json`. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-7', override: markNotYet() });
  return `${JSON.stringify({ ...schema, title: 'Tailrace configuration' }, null, 2)}\n`;
}

/** An editor offers every key; those that nothing acts on yet say so. */
function markNotYet() {
  const marked = new Set(notYetKeys().map((path) => schemaAt(fileSchema, path)));
  return ({
    zodSchema,
    jsonSchema,
  }: {
    zodSchema: z.core.$ZodTypes;
    jsonSchema: z.core.JSONSchema.BaseSchema;
  }): void => {
    if (marked.has(zodSchema))
      jsonSchema.description = `${jsonSchema.description ?? ''} Not supported yet.`.trim();
  };
}
