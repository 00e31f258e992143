import { isObject, type Json, objectAt, resolveIn } from './json.ts';

/** Some parts of a description, and every schema (`components.schemas`) that they lead to. */
export interface Excerpt {
  /** By the name that was asked for; what GitHub does not describe is missing. */
  readonly parts: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** What only people read. */
const PROSE = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs', 'tags']);

/** Takes parts out of a whole description, with what they refer to and without prose. */
export function excerptOf(document: Json, parts: Readonly<Record<string, unknown>>): Excerpt {
  const schemas: Record<string, unknown> = {};
  const take = (value: unknown, isNames: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => take(item, false));
    if (!isObject(value)) return value;
    if (typeof value.$ref === 'string') return follow(value.$ref);
    const kept = Object.entries(value).filter(([key]) => isNames || !PROSE.has(key) || key.startsWith('x-'));
    return Object.fromEntries(kept.map(([key, item]) => [key, take(item, !isNames && NAMED.has(key))]));
  };
  const follow = (reference: string): unknown => {
    const name = /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1];
    // Parameters and responses are put in place; schemas stay apart, since they refer to each other.
    if (name === undefined) return take(resolveIn(document, reference), false);
    if (!(name in schemas)) {
      schemas[name] = {};
      schemas[name] = take(resolveIn(document, reference), false);
    }
    return { $ref: reference };
  };
  return { parts: objectAt(take(parts, true), 'excerpt'), schemas };
}

/** Below these stand names of GitHub's, which may be `title` or `description` too. */
const NAMED = new Set(['properties', 'responses', 'content', 'patternProperties', 'headers']);

/** A path with its variables made nameless: `/repos/{}/{}/pulls/{}`. */
export function nameless(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

/** GitHub's operations by method and nameless path. */
export function operationsOf(document: Json): Record<string, Json> {
  const all: Record<string, Json> = {};
  for (const [path, methods] of Object.entries(objectAt(document.paths, 'paths')))
    for (const [method, operation] of Object.entries(objectAt(methods, path)))
      if (isObject(operation)) all[`${method.toUpperCase()} ${nameless(path)}`] = { ...operation, path };
  return all;
}

/** The schemas of GitHub's webhooks by event and action: `pull_request.opened`, `push`. */
export function webhooksOf(document: Json): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const hook of Object.values(objectAt(document.webhooks, 'webhooks'))) {
    const { operationId, requestBody } = objectAt(objectAt(hook, 'webhook').post, 'webhook');
    const name = String(operationId).replaceAll('-', '_').replace('/', '.');
    all[name] = resolveIn(objectAt(requestBody, name), '#/content/application~1json/schema');
  }
  return all;
}
