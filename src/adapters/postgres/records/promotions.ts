import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Promotions } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { promotionRecordSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

export function promotions(database: Queryable): Promotions {
  return {
    async find(repository, environment) {
      const found = await selectRecords(
        database,
        promotionRecordSchema,
        'select record from tailrace.promotion where repository = $1 and environment = $2',
        [formatRepository(repository), environment],
      );
      return found[0];
    },
    async save(repository, record) {
      await database.query(
        `insert into tailrace.promotion (repository, environment, record) values ($1, $2, $3)
         on conflict (repository, environment) do update set record = excluded.record`,
        [formatRepository(repository), record.environment, JSON.stringify(record)],
      );
    },
  };
}
