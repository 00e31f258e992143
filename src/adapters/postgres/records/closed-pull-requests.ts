import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { ClosedPullRequests } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { repositoryColumn } from './stored-record.ts';

const rowsSchema = z.array(z.object({ number: z.number(), due: z.boolean() }));

const homesSchema = z.array(z.object({ owner: z.string(), name: z.string() }));
const sharingSchema = z.array(z.object({ repository: repositoryColumn, number: z.number() }));

/** Where the files of a test lie, if that is another repository than its own. */
const home = `(record->'committed'->'repository')`;

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
        `select distinct ${home}->>'owner' as owner, ${home}->>'name' as name from tailrace.test_result
         where repository = $1 and ${home} is not null order by owner, name`,
        [formatRepository(repository)],
      );
      return homesSchema.parse(rows);
    },
    async sharing({ owner, name }, repository) {
      const { rows } = await database.query(
        `select distinct run.repository, pull_request as number
         from tailrace.run left join tailrace.closed_pull_request as closed
           on closed.repository = run.repository and number = pull_request
         where pull_request is not null and dropped is not true and run.repository <> $1 and (
           lower(run.repository) = lower($2 || '/' || $3) or run.repository in (
             select repository from tailrace.test_result where ${home} is not null
               and lower(${home}->>'owner') = lower($2) and lower(${home}->>'name') = lower($3)))
         order by run.repository, number`,
        [formatRepository(repository), owner, name],
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
