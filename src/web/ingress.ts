import type { IncomingMessage } from 'node:http';
import type { Delivery } from '../domain/delivery.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import type { Log } from '../ports/log.ts';
import type { WebhookRoute } from '../ports/webhooks.ts';
import type { Answer } from './answer.ts';
import { BodiesTooMany, BodyTooLarge } from './body.ts';
import { within } from './within.ts';

export interface Ingress {
  readonly deliveries: Deliveries;
  readonly log: Log;
  /** The store has this many milliseconds: forges give up after 10 s. */
  readonly storeMs: number;
  readBody(request: IncomingMessage): Promise<Buffer>;
}

/**
 * Takes a webhook: what it answers with 2xx is stored, unless nothing can come of it. Everything else is for the forge's list of failed
 * deliveries, from where it can be sent again.
 */
export async function takeWebhook(
  ingress: Ingress,
  route: WebhookRoute,
  request: IncomingMessage,
): Promise<Answer> {
  const named = route.deliveryOf(request.headers);
  if (!named) return { status: 400, message: 'The headers do not name a delivery.', close: true };
  try {
    const body = await ingress.readBody(request);
    if (!(await route.verify(body, request.headers))) {
      ingress.log.warn({ deliveryId: named.id }, 'A webhook is not signed with our secret');
      return { status: 401, message: 'The signature is not valid.' };
    }
    if (!route.concernsUs(named.event, body)) return { status: 202, message: 'of no interest' };
    return await store(ingress, { ...named, payload: body.toString('utf8') });
  } catch (error) {
    return refuse(error);
  }
}

async function store({ deliveries, storeMs, log }: Ingress, delivery: Delivery): Promise<Answer> {
  const fields = { deliveryId: delivery.id, event: delivery.event };
  try {
    const result = await within(storeMs, deliveries.accept(delivery));
    log.debug({ ...fields, result }, 'A webhook is stored');
    return { status: 202, message: result };
  } catch (error) {
    log.error({ ...fields, err: error }, 'A webhook can not be stored');
    return later('The delivery could not be stored. Send it again.');
  }
}

function refuse(error: unknown): Answer {
  if (error instanceof BodyTooLarge) return { status: 413, message: 'The body is too large.', close: true };
  if (error instanceof BodiesTooMany) return { ...later('Too much at once. Send it again.'), close: true };
  throw error;
}

function later(message: string): Answer {
  return { status: 503, message, headers: { 'retry-after': '30' } };
}
