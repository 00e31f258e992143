import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Delivery } from '../../domain/delivery.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Deliveries } from '../../ports/deliveries.ts';
import { within } from './boss.ts';
import { inTransaction, type Queryable } from './database.ts';

/** Stores deliveries together with their jobs. */
export function deliveryStore(pool: pg.Pool, boss: PgBoss, clock: Clock): Deliveries {
  return {
    accept: ({ id, event, payload }) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `insert into tailrace.delivery (id, event, payload, received_at) values ($1, $2, $3, $4)
           on conflict do nothing`,
          [id, event, payload, clock.now()],
        );
        if (rowCount === 0) return 'known';
        await boss.send('deliveries', { delivery: id }, within(client));
        return 'accepted';
      }),
  };
}

export const deliveryJobSchema = z.object({ delivery: z.string() });

const storedSchema = z.array(
  z.object({ id: z.string(), event: z.string(), payload: z.string(), failures: z.number() }),
);
export type StoredDelivery = Delivery & { readonly failures: number };

/** The delivery, where it was not dealt with yet. */
export async function findOpenDelivery(database: Queryable, id: string): Promise<StoredDelivery | undefined> {
  const { rows } = await database.query(
    'select id, event, payload, failures from tailrace.delivery where id = $1 and ended_at is null',
    [id],
  );
  return storedSchema.parse(rows)[0];
}

export async function endDelivery(database: Queryable, id: string, now: Date): Promise<void> {
  await database.query('update tailrace.delivery set ended_at = $2 where id = $1', [id, now]);
}

export async function countDeliveryFailure(database: Queryable, id: string): Promise<void> {
  await database.query('update tailrace.delivery set failures = failures + 1 where id = $1', [id]);
}

const week = 7 * 24 * 60 * 60 * 1000;

/** Forgets deliveries that were dealt with a week ago: no forge sends one again after that. */
export async function pruneDeliveries(database: Queryable, now: Date): Promise<void> {
  await database.query('delete from tailrace.delivery where ended_at < $1', [new Date(now.getTime() - week)]);
}
