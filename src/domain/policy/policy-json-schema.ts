import { z } from 'zod';
import { policySchema } from './policy-schema.ts';

/** JSON Schema of the operator's policy for editors, as text of `schema/policy.schema.json`. */
export function policyJsonSchemaText(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: "Tailrace operator's policy" }, null, 2)}\n`;
}
