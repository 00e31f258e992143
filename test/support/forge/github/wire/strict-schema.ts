import { forgottenIn, isListOfEvents } from './amendments.ts';
import { isObject, type Json, listOf } from './json.ts';

/** A JSON schema (2020-12) that stands alone: all that it refers to is in its `$defs`. */
export type Standalone = Json;

/** Says nothing about what may be there; only `type`, `nullable` and the like do. */
const COMBINING = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * Makes one of the description's schemas (OpenAPI 3.0 or 3.1) a JSON schema that is closed: a field that GitHub does not name is a
 * mistake, so nobody comes to count on one.
 */
export function strictSchema(schema: unknown, schemas: Json): Standalone {
  const $defs: Record<string, unknown> = {};
  const refer = (reference: string, isOpen: boolean): string => {
    const name = reference.replace('#/components/schemas/', '');
    const key = isOpen ? `${name}~open` : name;
    if (!(key in $defs)) {
      $defs[key] = {};
      $defs[key] = closed(schemas[name], isOpen, refer);
    }
    return `#/$defs/${key.replaceAll('~', '~0')}`;
  };
  const root = closed(schema, false, refer);
  return { ...root, $defs };
}

type Refer = (reference: string, isOpen: boolean) => string;

/** `isOpen` where a schema is one of several that describe the same object together. */
function closed(schema: unknown, isOpen: boolean, refer: Refer): Json {
  if (!isObject(schema)) return {};
  if (typeof schema.$ref === 'string') return { $ref: refer(schema.$ref, isOpen) };
  const { nullable, ...rest } = schema;
  const kept = Object.entries(rest).filter(([key]) => KEPT.has(key));
  const parts: Record<string, unknown> = Object.fromEntries(kept);
  const isShared = COMBINING.some((key) => key in rest) && ('properties' in rest || 'allOf' in rest);
  for (const key of COMBINING)
    if (key in rest) parts[key] = listOf(rest[key]).map((one) => closed(one, isOpen || isShared, refer));
  if (isObject(rest.properties)) {
    const forgotten = forgottenIn(rest.properties).map((name) => [name, {}]);
    parts.properties = { ...Object.fromEntries(forgotten), ...mapped(rest.properties, refer) };
  }
  if (isObject(rest.items)) parts.items = closed(rest.items, false, refer);
  if (isObject(rest.additionalProperties))
    parts.additionalProperties = closed(rest.additionalProperties, false, refer);
  // An address that is not given is an empty text.
  if (rest.default === '') delete parts.format;
  if (isListOfEvents(rest.enum)) delete parts.enum;
  if (!isOpen) close(parts, isShared);
  const whole = atLeastOne(parts);
  return nullable === true ? orNull(whole) : whole;
}

const KEPT: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'format', 'pattern', 'required', 'not', 'additionalProperties'],
  ...['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems'],
]);

function mapped(properties: Json, refer: Refer): Json {
  const entries = Object.entries(properties).map(([name, one]) => [name, closed(one, false, refer)]);
  return Object.fromEntries(entries);
}

function close(parts: Record<string, unknown>, isShared: boolean): void {
  if ('additionalProperties' in parts) return;
  if (isShared) parts.unevaluatedProperties = false;
  else if ('properties' in parts) parts.additionalProperties = false;
}

/** GitHub's alternatives overlap (an issue's labels, a rule's types), so "exactly one" would refuse what it sends. */
function atLeastOne({ oneOf, ...parts }: Record<string, unknown>): Json {
  if (oneOf === undefined) return parts;
  return 'anyOf' in parts
    ? { ...parts, allOf: [...listOf(parts.allOf), { anyOf: oneOf }] }
    : { ...parts, anyOf: oneOf };
}

function orNull(schema: Json): Json {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {};
  return { ...schema, ...values, type: [schema.type, 'null'] };
}
