import { z } from 'zod';
import type { Meta } from './complaint.ts';
import type { MistakePath } from './mistake.ts';

type Schema = z.core.$ZodType;

/** The schema of what stands at `path`, whichever short form is used on the way; undefined where the file has no such key. */
export function schemaAt(root: Schema, path: MistakePath): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, step) => schema && child(schema, step), root);
}

/** The keys that a map at this place may have, with what it is called; undefined where no fixed keys are known. */
export function closedMap(
  schema: Schema | undefined,
): { readonly keys: string[]; readonly title: string } | undefined {
  if (schema instanceof z.ZodObject)
    return { keys: Object.keys(schema.shape), title: metaOf(schema).title ?? 'a map' };
  const inner = insides(schema).map(closedMap);
  return inner.find((found) => found !== undefined);
}

/** What a schema says about its value, looking through `optional` and into unions. */
export function metaOf(schema: Schema | undefined): Meta {
  if (schema === undefined) return {};
  const own = z.globalRegistry.get(schema) ?? {};
  const inner = insides(schema).map(metaOf);
  const title = own.title ?? inner.find((meta) => meta.title !== undefined)?.title;
  const examples = own.examples ?? inner.find((meta) => meta.examples !== undefined)?.examples;
  return { ...(title === undefined ? {} : { title }), ...(Array.isArray(examples) ? { examples } : {}) };
}

function child(schema: Schema, step: string | number): Schema | undefined {
  if (schema instanceof z.ZodObject) return typeof step === 'string' ? ownKey(schema.shape, step) : undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return insides(schema)
    .map((inner) => child(inner, step))
    .find((found) => found !== undefined);
}

function ownKey(shape: Readonly<Record<string, Schema>>, key: string): Schema | undefined {
  return Object.hasOwn(shape, key) ? shape[key] : undefined;
}

function insides(schema: Schema | undefined): readonly Schema[] {
  if (schema instanceof z.ZodOptional) return [schema.unwrap()];
  if (schema instanceof z.ZodUnion) return schema.options;
  return [];
}
