import { z } from 'zod';
import type { Delivery } from '../../outbox.ts';
import { stamp } from '../payloads/shape.ts';
import { notFound } from '../rest-error.ts';
import { type Call, nothing, route } from '../route.ts';
import { requireApp } from './app.ts';

const DeliveryQuery = z.strictObject({
  per_page: z.coerce.number().int().min(1).max(100).optional(),
  cursor: z.string().optional(),
  status: z.enum(['success', 'failure']).optional(),
});

/** Lists newest first, by a cursor instead of by page numbers. What was lost on the way is not there. */
export const hookDeliveryRoutes = [
  route('GET /app/hook/deliveries', DeliveryQuery, (call) => {
    requireApp(call);
    const { per_page: size = 30, cursor, status } = call.input;
    const known = call.github.outbox.deliveries.filter((delivery) => delivery.status !== undefined);
    const wanted = known.filter((one) => !status || (status === 'success') === isOk(one)).reverse();
    const start = cursor === undefined ? 0 : wanted.findIndex(({ id }) => id <= Number(cursor));
    const rest = start < 0 ? [] : wanted.slice(start);
    const next = rest[size];
    const link = next && `<${nextUrl(call.url, next.id)}>; rel="next"`;
    const body = rest.slice(0, size).map((delivery) => itemPayload(call, delivery));
    return { status: 200, body, ...(link && { headers: { link } }) };
  }),

  route('GET /app/hook/deliveries/:id(\\d+)', nothing, (call) => {
    requireApp(call);
    const delivery = findDelivery(call);
    const { headers, body, status } = delivery;
    const request = { headers, payload: JSON.parse(body) };
    const response = { headers: {}, payload: status === undefined ? null : '' };
    return { status: 200, body: { ...itemPayload(call, delivery), request, response } };
  }),

  route('POST /app/hook/deliveries/:id(\\d+)/attempts', nothing, (call) => {
    requireApp(call);
    call.github.outbox.redeliver(findDelivery(call));
    return { status: 202, body: {} };
  }),
];

function isOk({ status = 0 }: Delivery): boolean {
  return status >= 200 && status < 300;
}

function nextUrl(url: URL, id: number): string {
  const target = new URL(url);
  target.searchParams.set('cursor', String(id));
  return target.href;
}

function findDelivery({ github, param }: Call<unknown>): Delivery {
  const id = Number(param('id'));
  const delivery = github.outbox.deliveries.find((one) => one.id === id && one.status !== undefined);
  if (!delivery) throw notFound();
  return delivery;
}

function itemPayload({ github }: Call<unknown>, delivery: Delivery) {
  const { id, guid, at, redelivery, event, action, repositoryId } = delivery;
  const repository = [...github.world.repositories.values()].find((one) => one.id === repositoryId);
  return {
    id,
    guid,
    delivered_at: stamp(at),
    redelivery,
    duration: 0.1,
    status: isOk(delivery) ? 'OK' : 'Invalid HTTP Response',
    status_code: delivery.status,
    event,
    action,
    installation_id: repository ? (github.installations.get(repository.owner.login)?.id ?? null) : null,
    repository_id: repositoryId,
  };
}
