/** A JSON object, as it is read. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Error naming what is no object. */
export function objectAt(value: unknown, name: string): Json {
  if (!isObject(value)) throw new Error(`${name} is no object.`);
  return value;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a reference within one document (`#/a/b`) leads to. */
export function resolveIn(document: Json, reference: string): unknown {
  let found: unknown = document;
  for (const part of reference.replace(/^#\//, '').split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) ? found[key] : undefined;
  }
  if (found === undefined) throw new Error(`${reference} leads nowhere.`);
  return found;
}
