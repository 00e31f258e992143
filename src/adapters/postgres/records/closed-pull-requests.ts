import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { ClosedPullRequests } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { repositoryColumn } from './stored-record.ts';

const rowsSchema = z.array(z.object({ number: z.number(), due: z.boolean() }));

const homesSchema = z.array(z.object({ home: repositoryColumn }));
const sharingSchema = z.array(z.object({ repository: repositoryColumn, number: z.number() }));

export function closedPullRequests(database: Queryable): ClosedPullRequests {
  return {
    async see(repository, { open, now, since }) {
      const name = formatRepository(repository);
      await database.query(
        'delete from tailrace.closed_pull_request where repository = $1 and number = any($2)',
        [name, open],
      );
      await database.query(
        `insert into tailrace.closed_pull_request (repository, number, closed_at)
         select distinct repository, pull_request, $3::timestamptz from tailrace.run
         where repository = $1 and pull_request is not null and pull_request <> all($2)
         on conflict do nothing`,
        [name, open, now],
      );
      const { rows } = await database.query(
        `select distinct pull_request as number, coalesce(closed_at < $2, false) as due
         from tailrace.run left join tailrace.closed_pull_request as closed
           on closed.repository = run.repository and number = pull_request
         where run.repository = $1 and pull_request is not null and dropped is not true
         order by number`,
        [name, since],
      );
      const seen = rowsSchema.parse(rows);
      const numbers = (due: boolean) => seen.filter((row) => row.due === due).map(({ number }) => number);
      return { due: numbers(true), kept: numbers(false) };
    },
    async homes(repository) {
      const { rows } = await database.query(
        `select distinct evidence_repository as home from tailrace.test_result
         where repository = $1 and evidence_repository is not null order by home`,
        [formatRepository(repository)],
      );
      return homesSchema.parse(rows).map(({ home }) => home);
    },
    async sharing(home, repository) {
      const { rows } = await database.query(
        `select distinct run.repository, pull_request as number
         from tailrace.run left join tailrace.closed_pull_request as closed
           on closed.repository = run.repository and number = pull_request
         where pull_request is not null and dropped is not true and run.repository <> $1 and (
           lower(run.repository) = lower($2) or run.repository in (
             select repository from tailrace.test_result
             where evidence_repository is not null and lower(evidence_repository) = lower($2)))
         order by run.repository, number`,
        [formatRepository(repository), formatRepository(home)],
      );
      return sharingSchema.parse(rows);
    },
    async forgetRuns(repository, numbers) {
      await database.query(
        'update tailrace.closed_pull_request set dropped = true where repository = $1 and number = any($2)',
        [formatRepository(repository), numbers],
      );
    },
  };
}
