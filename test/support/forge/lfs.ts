import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { bearerOf } from './access.ts';
import { tokenOf } from './git-http.ts';
import type { Face, Handled } from './http-server.ts';
import type { Repository } from './model.ts';
import { type Bearer, repositoryNamed, type World } from './world.ts';

const BATCH = new URLPattern({ pathname: '/:owner/:name.git/info/lfs/objects/batch' });
const STORAGE = new URLPattern({ pathname: '/lfs-storage/:oid' });
const MEDIA_TYPE = 'application/vnd.git-lfs+json';

const batchSchema = z.strictObject({
  operation: z.literal('download'),
  transfers: z.array(z.string()).refine((names) => names.includes('basic')),
  objects: z
    .array(z.strictObject({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }))
    .max(100),
  hash_algo: z.literal('sha256').optional(),
  ref: z.strictObject({ name: z.string() }).optional(),
});

/** Contents by repository, and the storage's keys, each for one object. */
interface LfsStore {
  readonly contents: Map<Repository, Map<string, Buffer>>;
  readonly keys: Map<string, { readonly oid: string; readonly content: Buffer }>;
}

const stores = new WeakMap<World, LfsStore>();

function storeOf(world: World): LfsStore {
  const store = stores.get(world) ?? { contents: new Map(), keys: new Map() };
  stores.set(world, store);
  return store;
}

/** Puts a content into a repository's Git LFS, and gives the pointer that is to be committed for it. */
export function putLfs(world: World, fullName: string, content: string | Buffer): string {
  const repository = repositoryNamed(world, fullName);
  const { contents } = storeOf(world);
  const own = contents.get(repository) ?? new Map<string, Buffer>();
  contents.set(repository, own);
  const pointer = lfsPointer(content);
  own.set(sha256(content), Buffer.from(content));
  return pointer;
}

/** The pointer for a content, wherever that is. */
export function lfsPointer(content: string | Buffer): string {
  const size = Buffer.byteLength(content);
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(content)}\nsize ${size}\n`;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Git LFS: the batch API for downloads, and a storage under another host's name (`localhost`), as GitHub's is. The storage takes the key
 * that the batch gave, once for each content, and nothing that is the forge's own.
 */
export function lfsFace(world: World): Face {
  return {
    handles: (url) => BATCH.test(url) || STORAGE.test(url),
    answer: (url, request, response) =>
      BATCH.test(url)
        ? answerBatch(world, url, request, response)
        : sendContent(world, url, request, response),
  };
}

async function answerBatch(
  world: World,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Handled> {
  const { owner, name } = BATCH.exec(url)?.pathname.groups ?? {};
  const token = tokenOf(request);
  const bearer = token === undefined ? undefined : bearerOf(world, token);
  const repository = world.repositories.get(`${owner}/${name}`);
  const as = bearer?.actor.login ?? 'anonymous';
  const { accept, 'content-type': type } = request.headers;
  const body = batchSchema.safeParse(await json(request));
  const refusal = refusalOf(repository, bearer);
  if (!repository || refusal) {
    say(response, refusal ?? 404, { message: 'Credentials needed' });
    return { as, ...(token !== undefined && !bearer ? { problem: 'Git LFS with a bad token' } : {}) };
  }
  if (accept !== MEDIA_TYPE || type !== MEDIA_TYPE || !body.success) {
    say(response, 422, { message: 'Not a batch request' });
    return {
      as,
      problem: `a batch request against the rules: ${body.error?.message ?? `${accept}, ${type}`}`,
    };
  }
  const objects = body.data.objects.map((object) => ({ ...object, ...whereIs(world, repository, object) }));
  say(response, 200, { transfer: 'basic', objects, hash_algo: 'sha256' });
  return { as };
}

function refusalOf(repository: Repository | undefined, bearer: Bearer | undefined): 401 | 404 | undefined {
  if (!bearer) return 401;
  return repository && bearer.may('read', repository) ? undefined : 404;
}

function whereIs(world: World, repository: Repository, { oid, size }: { oid: string; size: number }): object {
  const { contents, keys } = storeOf(world);
  const content = contents.get(repository)?.get(oid);
  if (!content) return { error: { code: 404, message: 'Object does not exist on the server' } };
  if (content.length !== size) return { error: { code: 422, message: 'Not the size of the object' } };
  const key = randomBytes(8).toString('hex');
  keys.set(key, { oid, content });
  const { port } = new URL(world.url);
  const href = `http://localhost:${port}/lfs-storage/${oid}`;
  return {
    authenticated: true,
    actions: { download: { href, header: { 'x-storage-key': key }, expires_in: 600 } },
  };
}

async function sendContent(
  world: World,
  url: URL,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<Handled> {
  const { oid } = STORAGE.exec(url)?.pathname.groups ?? {};
  const key = String(headers['x-storage-key'] ?? '');
  const { keys } = storeOf(world);
  const found = keys.get(key);
  if (headers.authorization !== undefined || headers.host?.startsWith('127.')) {
    say(response, 400, { message: 'That login is for another server' });
    return { as: 'stranger', problem: "a login of the forge's went to the storage of Git LFS" };
  }
  if (!found || found.oid !== oid) {
    say(response, 403, { message: 'No key for this object' });
    return { as: 'stranger', problem: `no key for the Git LFS content ${oid}` };
  }
  response.writeHead(200, { 'content-length': found.content.length }).end(found.content);
  return { as: 'stranger' };
}

function say(response: ServerResponse, status: number, body: object): void {
  const challenge = status === 401 ? { 'lfs-authenticate': 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { 'content-type': MEDIA_TYPE, ...challenge }).end(JSON.stringify(body));
}
