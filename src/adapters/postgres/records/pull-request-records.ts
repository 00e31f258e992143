import { formatRepository } from '../../../domain/repository-ref.ts';
import type { PullRequestRecords } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { pullRequestRecordSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

export function pullRequestRecords(database: Queryable): PullRequestRecords {
  return {
    async find(repository, environment, head) {
      const found = await selectRecords(
        database,
        pullRequestRecordSchema,
        'select record from tailrace.pull_request_record where repository = $1 and environment = $2 and head = $3',
        [formatRepository(repository), environment, head],
      );
      return found[0];
    },
    async save(repository, record) {
      await database.query(
        `insert into tailrace.pull_request_record as known (repository, environment, head, record) values ($1, $2, $3, $4)
         on conflict (repository, environment, head)
         do update set record = (known.record::jsonb || excluded.record::jsonb)::json`,
        [formatRepository(repository), record.environment, record.head, JSON.stringify(record)],
      );
    },
  };
}
