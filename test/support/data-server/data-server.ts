import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
/** Signed by itself, for `localhost`, `127.0.0.1` and some names of example.com. */
const certificate = read('certificate.pem');

export interface ServedFile {
  readonly content: string | Buffer;
  readonly etag?: string;
  /** Whether parts of it can be asked for. */
  readonly ranges?: boolean;
}

/** What the server does instead of an answer as it should be, once. */
export type Mischief =
  | { readonly status: number; readonly location?: string }
  /** Hangs up after so many bytes of the body. */
  | { readonly hangUpAfter: number };

export interface DataRequest {
  readonly path: string;
  readonly range?: string | undefined;
  readonly ifRange?: string | undefined;
}

export type DataServer = Awaited<ReturnType<typeof startDataServer>>;

/** A server of files by https, on a free port of 127.0.0.1. */
export async function startDataServer() {
  const files = new Map<string, ServedFile>();
  const mischiefs = new Map<string, Mischief[]>();
  const requests: DataRequest[] = [];
  const server = createServer({ cert: certificate, key: read('key.pem') }, (request, response) => {
    const path = request.url ?? '/';
    const { range, 'if-range': ifRange } = request.headers;
    requests.push({ path, range, ...(typeof ifRange === 'string' ? { ifRange } : {}) });
    answer(request, response, files.get(path), mischiefs.get(path)?.shift());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    certificate,
    requests,
    /** The address of a file, by the name `localhost` or another one. */
    url: (path: string, host = 'localhost') => `https://${host}:${port}${path}`,
    put: (path: string, file: ServedFile | string) =>
      void files.set(path, typeof file === 'string' ? { content: file } : file),
    remove: (path: string) => void files.delete(path),
    /** Plans what the next requests for this path get. */
    next: (path: string, ...planned: Mischief[]) => void mischiefs.set(path, planned),
    /** @throws Error where something that was planned never happened. */
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      const left = [...mischiefs].filter(([, planned]) => planned.length > 0).map(([path]) => path);
      if (left.length > 0) throw new Error(`nobody asked as often as was planned for ${left.join(', ')}`);
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile | undefined,
  mischief: Mischief | undefined,
): void {
  if (mischief && 'status' in mischief) {
    const { status, location } = mischief;
    return void response.writeHead(status, location === undefined ? {} : { location }).end();
  }
  if (!file) return void response.writeHead(404).end('There is no such file.\n');
  const content = Buffer.from(file.content);
  const from = startOf(request, file);
  const headers = { ...(file.etag ? { etag: file.etag } : {}), 'content-length': content.length - from };
  const total = content.length;
  if (from === 0) response.writeHead(200, headers);
  else response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${total - 1}/${total}` });
  const body = content.subarray(from);
  if (!mischief) return void response.end(body);
  // An orderly end of the connection, which gets nothing lost that was sent before.
  response.write(body.subarray(0, mischief.hangUpAfter), () => response.socket?.end());
}

/** Where the answer begins (RFC 9110): at 0 unless a range is asked for, can be given, and is of the same file. */
function startOf({ headers }: IncomingMessage, { ranges = true, etag }: ServedFile): number {
  const [, from = '0'] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  const same = headers['if-range'] === undefined || headers['if-range'] === etag;
  return ranges && same ? Number(from) : 0;
}
