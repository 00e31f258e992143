import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Delivery } from '../../src/domain/delivery.ts';
import type { Deliveries } from '../../src/ports/deliveries.ts';
import type { Log } from '../../src/ports/log.ts';
import type { WebhookRoute } from '../../src/ports/webhooks.ts';
import type { ReadinessChecks } from '../../src/web/health.ts';
import { startWeb, type WebLimits } from '../../src/web/server.ts';

export const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

/** A store in memory, with what it took. */
export function memoryStore(): Deliveries & { readonly taken: Delivery[] } {
  const taken: Delivery[] = [];
  const accept = async (delivery: Delivery) => {
    if (taken.some(({ id }) => id === delivery.id)) return 'known';
    taken.push(delivery);
    return 'accepted';
  };
  return { taken, accept };
}

/** A forge that signs with a word. */
const route: WebhookRoute = {
  path: '/webhooks/forge',
  verify: async (_body, headers) => headers['x-signature'] === 'ours',
  deliveryOf: (headers) => {
    const id = headers['x-id'];
    return typeof id === 'string' ? { id, event: 'push' } : undefined;
  },
  concernsUs: (_event, body) => !body.toString().includes('nothing of ours'),
};

/** The web server on a free port of this machine; it ends with the test. */
export async function serve(
  deliveries: Deliveries,
  limits: Partial<WebLimits> = {},
  ready: ReadinessChecks = {},
) {
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    routes: [route],
    deliveries,
    log: quiet,
    limits,
    ready,
  });
  onTestFinished(() => web.stop());
  const url = `http://127.0.0.1:${web.port}`;
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/webhooks/forge`, {
      method: 'POST',
      body,
      headers: { 'x-id': 'd1', 'x-signature': 'ours', ...headers },
    });
  return { ...web, url, post };
}

/** Sends these parts as they are, whatever the server says meanwhile; gives its answer once the connection has ended. */
export function sendRaw(port: number, parts: Iterable<string>): Promise<{ answer: string; sent: number }> {
  return new Promise((resolve) => {
    let answer = '';
    let sent = 0;
    const rest = parts[Symbol.iterator]();
    const socket = connect(port, '127.0.0.1');
    const write = (error?: Error | null) => {
      const next = error ? { done: true as const } : rest.next();
      if (next.done) return;
      sent += next.value.length;
      socket.write(next.value, write);
    };
    socket.on('connect', () => write());
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ answer, sent }));
  });
}
