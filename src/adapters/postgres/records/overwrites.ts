import { overwriteSchema } from '../../../domain/promotion/overwrite.ts';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Overwrites } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

/** How many are looked through: an older one is bound to what lies there no longer. */
const most = 50;

export function overwrites(database: Queryable): Overwrites {
  return {
    async find(repository, id) {
      const found = await selectRecords(
        database,
        overwriteSchema,
        'select record from tailrace.overwrite where repository = $1 and id = $2',
        [formatRepository(repository), id],
      );
      return found[0];
    },
    list: (repository, environment) =>
      selectRecords(
        database,
        overwriteSchema,
        `select record from tailrace.overwrite where repository = $1 and environment = $2
         order by position desc limit $3`,
        [formatRepository(repository), environment, most],
      ),
    async save(repository, overwrite) {
      await database.query(
        `insert into tailrace.overwrite (repository, id, environment, record) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [formatRepository(repository), overwrite.id, overwrite.environment, JSON.stringify(overwrite)],
      );
    },
  };
}
