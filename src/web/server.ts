import { createServer, type IncomingMessage, type Server } from 'node:http';
import { promisify } from 'node:util';
import type { Deliveries } from '../ports/deliveries.ts';
import type { Log } from '../ports/log.ts';
import type { WebhookRoute } from '../ports/webhooks.ts';
import { type Answer, send } from './answer.ts';
import { bodyReader } from './body.ts';
import { type ReadinessChecks, readiness } from './health.ts';
import { type Ingress, takeWebhook } from './ingress.ts';

export interface WebSettings {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly WebhookRoute[];
  readonly deliveries: Deliveries;
  readonly log: Log;
  readonly ready?: ReadinessChecks;
  readonly limits?: Partial<WebLimits>;
}

export interface WebLimits {
  /** Bytes of one webhook, and of all that are being read. GitHub sends at most 25 MB. */
  readonly bodyBytes: number;
  readonly heldBytes: number;
  /** Milliseconds for a request's headers, for the whole request, for the store, and for what is under way at the end. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly storeMs: number;
  readonly stopMs: number;
}

const usual: WebLimits = {
  bodyBytes: 25 * 1024 * 1024,
  heldBytes: 200 * 1024 * 1024,
  headersMs: 5000,
  requestMs: 20_000,
  storeMs: 8000,
  stopMs: 10_000,
};

export interface Web {
  readonly port: number;
  /** Takes no more connections, and ends when the requests under way are answered. */
  stop(): Promise<void>;
}

/** Starts the HTTP server: webhooks, `/healthz` and `/readyz`. Throws where it can't listen there. */
export async function startWeb(settings: WebSettings): Promise<Web> {
  const limits = { ...usual, ...settings.limits };
  const respond = responder(settings, limits);
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(limits.headersMs, 1000),
  });
  server.on('request', (request, response) => {
    respond(request).then(
      (answer) => send(response, answer),
      (error: unknown) => {
        settings.log.warn({ err: error }, 'A request broke off or failed');
        send(response, { status: 500, message: 'Internal error.', close: true });
      },
    );
  });
  const port = await listen(server, settings.host, settings.port);
  let stopped: Promise<void> | undefined;
  return {
    port,
    stop: () => {
      stopped ??= stop(server, limits.stopMs);
      return stopped;
    },
  };
}

function responder(settings: WebSettings, limits: WebLimits): (request: IncomingMessage) => Promise<Answer> {
  const { deliveries, log, ready = {} } = settings;
  const readBody = bodyReader({ body: limits.bodyBytes, held: limits.heldBytes });
  const ingress: Ingress = { deliveries, log, storeMs: limits.storeMs, readBody };
  return async (request) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return { status: 200, message: 'alive' };
    if (path === '/readyz') return readiness(ready);
    const route = settings.routes.find((each) => each.path === path);
    if (!route) return { status: 404, message: 'There is nothing here.', close: true };
    if (request.method !== 'POST') return onlyPost;
    return takeWebhook(ingress, route, request);
  };
}

const onlyPost: Answer = { status: 405, message: 'Only POST.', headers: { allow: 'POST' }, close: true };

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = promisify(server.close.bind(server))();
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(grace);
}
