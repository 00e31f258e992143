import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults.ts';

/** One request that came in. */
export interface RequestRecord {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** Who asked: a login, `app`, or `anonymous`; empty where a planned failure came first. */
  as: string;
  status: number | undefined;
}

export interface Handled {
  readonly as: string;
  /** What a correct client would not have done. */
  readonly problem?: string | undefined;
}

/** A part of the forge: answers the requests that are its own. */
export interface Face {
  handles(url: URL): boolean;
  answer(url: URL, request: IncomingMessage, response: ServerResponse): Promise<Handled>;
}

export interface HttpLog {
  readonly requests: RequestRecord[];
  readonly problems: string[];
}

export interface HttpServer extends HttpLog {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and passes each request to the face that handles it. */
export async function listen(faces: readonly Face[], faults: Faults): Promise<HttpServer> {
  const log: HttpLog = { requests: [], problems: [] };
  let url = '';
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    // A client may hang up, or be killed, at any moment.
    for (const stream of [request, response]) stream.on('error', () => {});
    const exchange = { url: new URL(request.url ?? '/', url), request, response };
    const served = serve(faces, faults, log, exchange).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      log.problems.push(`the forge itself failed: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
    underWay.add(served);
    void served.then(() => underWay.delete(served));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = addressOf(server);
  return { ...log, url, close: () => shut(server, underWay) };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** Also waits for what a client left behind that is gone already, such as a push half done. */
async function shut(server: Server, underWay: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await Promise.all(underWay);
}

interface Exchange {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(
  faces: readonly Face[],
  faults: Faults,
  log: HttpLog,
  exchange: Exchange,
): Promise<void> {
  const { url, request, response } = exchange;
  const method = request.method ?? 'GET';
  const record: RequestRecord = { method, path: url.pathname, query: url.search, as: '', status: undefined };
  log.requests.push(record);
  response.on('finish', () => {
    record.status = response.statusCode;
  });
  const fault = faults.next(method, `${url.pathname}${url.search}`);
  if (fault && !fault.afterwards) return misbehave(fault, exchange);
  const face = faces.find((candidate) => candidate.handles(url));
  if (!face) {
    log.problems.push(`unknown route: ${method} ${url.pathname}`);
    return void response.writeHead(404).end('Not found\n');
  }
  // Of a fault that comes afterwards, the real answer goes nowhere.
  const handled = await face.answer(url, request, fault ? new ServerResponse(request) : response);
  record.as = handled.as;
  if (handled.problem) log.problems.push(`${method} ${url.pathname}${url.search}: ${handled.problem}`);
  if (fault) await misbehave(fault, exchange);
}

async function misbehave(fault: Fault, { request, response }: Exchange): Promise<void> {
  request.resume();
  if (fault.timeout) return void (response.destroyed || (await once(response, 'close')));
  const body = fault.body ?? { message: 'Server Error' };
  response.writeHead(fault.status ?? 500, { 'content-type': 'application/json', ...fault.headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
