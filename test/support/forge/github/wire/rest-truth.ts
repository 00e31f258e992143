import { restDescription } from './description.ts';
import type { Excerpt } from './excerpt.ts';
import { isObject, type Json, listOf, objectAt } from './json.ts';
import { strictSchema } from './strict-schema.ts';
import { type Validate, validatorOf } from './validators.ts';

/** One request and what was answered. */
export interface GitHubCall {
  /** Method and nameless path, below the API's root: `GET /repos/{}/{}`. */
  readonly operation: string;
  /** What stands in the path's places, in order. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where there is none. */
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** Tells what is wrong with requests and answers. Reads the description, and compiles a schema, when it is first needed. */
export function restTruth(operations: readonly string[]) {
  const description = once(() => restDescription(operations));
  const validators = new Map<string, Validate>();
  const check = (key: string, schema: unknown, value: unknown): readonly string[] => {
    const known = validators.get(key) ?? validatorOf(strictSchema(schema, description().schemas));
    validators.set(key, known);
    return known(value);
  };
  const find = ({ operation }: GitHubCall) => operationIn(description(), operation);
  return {
    wrongInRequest(call: GitHubCall): readonly string[] {
      const operation = find(call);
      if (!operation) return ['there is no such operation'];
      const { values, schema } = parametersOf(operation, call);
      return [
        ...check(`${call.operation} parameters`, schema, values),
        ...(call.body === undefined ? missingBody(operation) : checkBody(operation, call, check)),
      ];
    },
    wrongInAnswer(call: GitHubCall): readonly string[] {
      const operation = find(call);
      if (!operation) return [];
      const responses = objectAt(operation.responses, 'responses');
      const response = responses[call.status] ?? errorIn(description(), call.status);
      if (response === undefined) return [`there is no answer ${call.status}`];
      const schema = schemaIn(response) ?? schemaIn(errorIn(description(), call.status) ?? {});
      if (schema === undefined) return isEmpty(call.answer) ? [] : ['a body where there is none'];
      return check(`${call.operation} ${call.status}`, schema, call.answer);
    },
  };
}

/** What every operation may answer (401, 403, 404, …) is not described for each. */
function errorIn({ parts }: Excerpt, status: number): unknown {
  if (status < 400) return undefined;
  return status === 422 ? parts.invalid : parts.error;
}

type Check = (key: string, schema: unknown, value: unknown) => readonly string[];

function operationIn({ parts }: Excerpt, name: string): Json | undefined {
  const operation = parts[name];
  return isObject(operation) ? operation : undefined;
}

function schemaIn(message: unknown): unknown {
  const { content } = objectAt(message, 'message');
  const json = isObject(content) ? content['application/json'] : undefined;
  return isObject(json) ? json.schema : undefined;
}

function missingBody({ requestBody }: Json): readonly string[] {
  return isObject(requestBody) && requestBody.required === true ? ['there is no body'] : [];
}

function checkBody({ requestBody }: Json, { operation, body }: GitHubCall, check: Check): readonly string[] {
  const schema = requestBody === undefined ? undefined : schemaIn(requestBody);
  return schema === undefined ? ['a body where there is none'] : check(`${operation} body`, schema, body);
}

function isEmpty(answer: unknown): boolean {
  return answer === undefined || answer === '';
}

/** Path and query as one object, and its schema. */
function parametersOf(operation: Json, { path, query }: GitHubCall) {
  const all = listOf(operation.parameters).filter(isObject);
  const names = [...String(operation.path).matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
  const inPath = Object.fromEntries(names.map((name, index) => [name, path[index] ?? '']));
  const text = { ...query, ...inPath };
  const wanted = all.filter((one) => one.in === 'path' || one.in === 'query');
  const properties = Object.fromEntries(wanted.map(({ name, schema }) => [String(name), schema]));
  const required = wanted.filter((one) => one.required === true).map(({ name }) => name);
  const values = Object.entries(text).map(([name, value]) => [name, typed(value, properties[name])]);
  return { values: Object.fromEntries(values), schema: { type: 'object', properties, required } };
}

/** A query has text only: what reads as the wanted type is of that type. */
function typed(value: string, schema: unknown): unknown {
  const types = isObject(schema) ? [schema.type, ...listOf(schema.oneOf).map(typeOf)] : [];
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+$/.test(value)) return Number(value);
  return types.includes('boolean') && /^(true|false)$/.test(value) ? value === 'true' : value;
}

function typeOf(schema: unknown): unknown {
  return isObject(schema) ? schema.type : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
