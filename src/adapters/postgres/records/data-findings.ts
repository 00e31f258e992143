import { dataOutcomeSchema } from '../../../domain/data-checks/data-found.ts';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { DataFindings } from '../../../ports/data-checker.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function dataFindings(database: Queryable): DataFindings {
  return {
    async find(repository, key) {
      const found = await selectRecords(
        database,
        dataOutcomeSchema,
        'select record from tailrace.data_finding where repository = $1 and key = $2',
        [formatRepository(repository), key],
      );
      return found[0];
    },
    async save(repository, key, outcome) {
      await database.query(
        `insert into tailrace.data_finding (repository, key, record) values ($1, $2, $3)
         on conflict do nothing`,
        [formatRepository(repository), key, JSON.stringify(outcome)],
      );
    },
  };
}
