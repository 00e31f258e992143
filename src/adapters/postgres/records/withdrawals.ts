import { withdrawalSchema } from '../../../domain/holds/withdrawal.ts';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Withdrawals } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function withdrawals(database: Queryable): Withdrawals {
  return {
    list: (repository, environment) =>
      selectRecords(
        database,
        withdrawalSchema,
        'select record from tailrace.withdrawal where repository = $1 and environment = $2',
        [formatRepository(repository), environment],
      ),
    async save(repository, withdrawal) {
      const { environment, release } = withdrawal;
      await database.query(
        `insert into tailrace.withdrawal (repository, environment, release, record) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [formatRepository(repository), environment, release, JSON.stringify(withdrawal)],
      );
    },
    async remove(repository, environment, release) {
      await database.query(
        'delete from tailrace.withdrawal where repository = $1 and environment = $2 and release = $3',
        [formatRepository(repository), environment, release],
      );
    },
  };
}
