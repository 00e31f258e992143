import { z } from 'zod';
import type { Repository, User } from '../model.ts';
import { type Access, type Caller, requireAccess } from './caller.ts';
import type { GitHub } from './github.ts';
import { notFound, type Reply, RestError } from './rest-error.ts';

/** A request before it is looked at closer. */
export interface RawCall {
  readonly github: GitHub;
  readonly caller: Caller;
  readonly url: URL;
  readonly body: unknown;
}

export interface Call<Input> extends RawCall {
  /** A named part of the path. */
  param(name: string): string;
  /** The query of a GET, and of a DELETE without a body; else the body. */
  readonly input: Input;
}

export interface RepositoryCall<Input> extends Call<Input> {
  readonly repository: Repository;
  readonly actor: User;
}

export interface Route {
  readonly method: string;
  /** Its name in GitHub's description: `GET /repos/{}/{}`. */
  readonly operation: string;
  /** The names of the path's places, in order. */
  readonly places: readonly string[];
  readonly pattern: URLPattern;
  run(call: RawCall): Promise<Reply>;
}

/** The input of a route that takes none. */
export const nothing = z.strictObject({});

/** A route such as `GET /app`. Fields that it does not know are refused: GitHub ignores them, and hides the mistake. */
export function route<Schema extends z.ZodType>(
  signature: string,
  schema: Schema,
  handle: (call: Call<z.output<Schema>>) => Promise<Reply> | Reply,
): Route {
  const [method = '', path = ''] = signature.split(' ');
  const pattern = new URLPattern({ pathname: `/api/v3${path}` });
  return {
    method,
    operation: `${method} ${path.replaceAll(/:\w+(\([^)]*\))?/g, '{}')}`,
    places: [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name),
    pattern,
    async run(raw) {
      const isQuery = method === 'GET' || (method === 'DELETE' && isEmpty(raw.body));
      const query = Object.fromEntries(raw.url.searchParams);
      if (!isQuery) parse(nothing, query);
      const input = parse(schema, isQuery ? query : raw.body);
      const groups = pattern.exec(raw.url)?.pathname.groups ?? {};
      const param = (name: string) => decodeURIComponent(groups[name] ?? '');
      return handle({ ...raw, input, param });
    },
  };
}

/** A route below `/repos/:owner/:repo`, for those who can see the repository and may do this there. */
export function repositoryRoute<Schema extends z.ZodType>(
  signature: string,
  access: Access,
  schema: Schema,
  handle: (call: RepositoryCall<z.output<Schema>>) => Promise<Reply> | Reply,
): Route {
  const full = signature.replace(' ', ' /repos/:owner/:repo');
  return route(full, schema, (call) => {
    const repository = call.github.world.repositories.get(`${call.param('owner')}/${call.param('repo')}`);
    if (!repository) throw notFound();
    const actor = requireAccess(call.github, call.caller, repository, access);
    return handle({ ...call, repository, actor });
  });
}

function isEmpty(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const unknown = issues.find(({ code }) => code === 'unrecognized_keys');
  const errors = issues.map(({ path, message }) => {
    return { resource: 'Request', field: path.join('.'), code: 'invalid', message };
  });
  const problem = unknown && `unsupported field: ${unknown.message}`;
  throw new RestError(422, 'Validation Failed', { errors, ...(problem && { problem }) });
}
