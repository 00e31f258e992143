import { z } from 'zod';
import { heldSchema, holdSchema } from '../../../domain/holds/hold.ts';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Holds } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { repositoryColumn, selectRecords } from './stored-record.ts';

const dueSchema = z.array(z.object({ repository: repositoryColumn, hold: holdSchema }));

const seenSchema = z.array(z.object({ held: heldSchema.nullable() }));

export function holds(database: Queryable): Holds {
  return {
    find: async (repository, id) => {
      const query = 'select record from tailrace.hold where repository = $1 and id = $2';
      return (await selectRecords(database, holdSchema, query, [formatRepository(repository), id]))[0];
    },
    open: (repository, environment) =>
      selectRecords(
        database,
        holdSchema,
        `select record from tailrace.hold where repository = $1 and environment = $2 and ended_at is null
         order by position`,
        [formatRepository(repository), environment],
      ),
    async due(now) {
      const { rows } = await database.query(
        `select repository, record as hold from tailrace.hold where ended_at is null and until <= $1
         order by position`,
        [now],
      );
      return dueSchema.parse(rows);
    },
    async save(repository, hold) {
      await database.query(
        `insert into tailrace.hold (repository, id, environment, until, record) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [formatRepository(repository), hold.id, hold.environment, hold.until, JSON.stringify(hold)],
      );
    },
    async end(repository, ids, now) {
      await database.query(
        `update tailrace.hold set ended_at = $3 where repository = $1 and id = any($2) and ended_at is null`,
        [formatRepository(repository), [...ids], now],
      );
    },
    async seen(repository, environment) {
      const { rows } = await database.query(
        'select held from tailrace.held_seen where repository = $1 and environment = $2',
        [formatRepository(repository), environment],
      );
      return seenSchema.parse(rows)[0]?.held ?? undefined;
    },
    async see(repository, environment, held) {
      await database.query(
        `insert into tailrace.held_seen (repository, environment, held) values ($1, $2, $3)
         on conflict (repository, environment) do update set held = excluded.held`,
        [formatRepository(repository), environment, JSON.stringify(held ?? null)],
      );
    },
  };
}
