import { formatRepository } from '../../../domain/repository-ref.ts';
import { approvedRunSchema } from '../../../domain/runs/approved-run.ts';
import type { ApprovedRuns } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function approvedRuns(database: Queryable): ApprovedRuns {
  return {
    async find(repository, pullRequest, head) {
      const found = await selectRecords(
        database,
        approvedRunSchema,
        'select record from tailrace.approved_run where repository = $1 and pull_request = $2 and head = $3',
        [formatRepository(repository), pullRequest, head],
      );
      return found[0];
    },
    async save(repository, approved) {
      const { pullRequest, head } = approved;
      await database.query(
        `insert into tailrace.approved_run (repository, pull_request, head, record) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [formatRepository(repository), pullRequest, head, JSON.stringify(approved)],
      );
    },
  };
}
