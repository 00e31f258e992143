import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import { rolloutSchema } from '../../../domain/rollout/rollout.ts';
import type { Rollouts } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { repositoryColumn, selectRecords } from './stored-record.ts';

const openSchema = z.array(z.object({ repository: repositoryColumn, rollout: rolloutSchema }));

export function rollouts(database: Queryable): Rollouts {
  return {
    async find(repository, environment) {
      const found = await selectRecords(
        database,
        rolloutSchema,
        'select record from tailrace.rollout where repository = $1 and environment = $2',
        [formatRepository(repository), environment],
      );
      return found[0];
    },
    async open() {
      const { rows } = await database.query(
        `select repository, record as rollout from tailrace.rollout where state = 'open'`,
      );
      return openSchema.parse(rows);
    },
    async save(repository, rollout) {
      const { environment, state } = rollout;
      await database.query(
        `insert into tailrace.rollout (repository, environment, state, record) values ($1, $2, $3, $4)
         on conflict (repository, environment) do update set state = excluded.state, record = excluded.record`,
        [formatRepository(repository), environment, state, JSON.stringify(rollout)],
      );
    },
  };
}
