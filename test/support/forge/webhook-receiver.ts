import { once } from 'node:events';
import { createServer } from 'node:http';
import { verify } from '@octokit/webhooks-methods';
import { z } from 'zod';

const Payload = z.looseObject({ action: z.string().optional() });

export interface Received {
  readonly event: string;
  readonly guid: string;
  /** Whether the signature fits the bytes. */
  readonly isSigned: boolean;
  readonly payload: z.output<typeof Payload>;
  /** `event.action`, or the event where it has no action. */
  readonly name: string;
}

/** Stands where the app would: takes webhooks and remembers them. */
export async function startWebhookReceiver(secret: string) {
  const received: Received[] = [];
  let status = 202;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const header = (name: string) => String(request.headers[name] ?? '');
    const payload = Payload.parse(JSON.parse(body));
    const event = header('x-github-event');
    const isSigned = await verify(secret, body, header('x-hub-signature-256'));
    const name = payload.action ? `${event}.${payload.action}` : event;
    received.push({ event, guid: header('x-github-delivery'), isSigned, payload, name });
    if (status > 0) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    received,
    names: () => received.map(({ name }) => name),
    /** Status of the answers from now on; 0 never answers. */
    answerWith: (next: number) => {
      status = next;
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
