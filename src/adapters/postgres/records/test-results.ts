import { formatRepository } from '../../../domain/repository-ref.ts';
import { testResultSchema } from '../../../domain/test-result.ts';
import type { TestResults } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function testResults(database: Queryable): TestResults {
  return {
    async get(repository, id) {
      const found = await selectRecords(
        database,
        testResultSchema,
        'select record from tailrace.test_result where repository = $1 and id = $2',
        [formatRepository(repository), id],
      );
      return found[0];
    },
    async findPassed(repository, environment, inputs) {
      const found = await selectRecords(
        database,
        testResultSchema,
        `select record from tailrace.test_result
         where repository = $1 and environment = $2 and inputs = $3 and passed
         order by position desc limit 1`,
        [formatRepository(repository), environment, inputs],
      );
      return found[0];
    },
    async save(repository, result) {
      const { id, environment, inputs, failure, committed } = result;
      await database.query(
        `insert into tailrace.test_result (repository, id, environment, inputs, passed, record, evidence_repository)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [
          formatRepository(repository),
          id,
          environment,
          inputs,
          failure === undefined,
          JSON.stringify(result),
          committed.repository && formatRepository(committed.repository),
        ],
      );
    },
  };
}
