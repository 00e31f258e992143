import { overrideSchema } from '../../../domain/gates/override.ts';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Overrides } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function overrides(database: Queryable): Overrides {
  return {
    async find(repository, id) {
      const found = await selectRecords(
        database,
        overrideSchema,
        'select record from tailrace.override where repository = $1 and id = $2',
        [formatRepository(repository), id],
      );
      return found[0];
    },
    list: (repository, environment, head) =>
      selectRecords(
        database,
        overrideSchema,
        `select record from tailrace.override where repository = $1 and environment = $2 and head = $3
         order by position`,
        [formatRepository(repository), environment, head],
      ),
    async save(repository, override) {
      const { id, environment, head } = override;
      await database.query(
        `insert into tailrace.override (repository, id, environment, head, record) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [formatRepository(repository), id, environment, head, JSON.stringify(override)],
      );
    },
  };
}
