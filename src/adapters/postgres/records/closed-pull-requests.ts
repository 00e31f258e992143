import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { ClosedPullRequests } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';

const rowsSchema = z.array(z.object({ number: z.number(), due: z.boolean() }));

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
    async forgetRuns(repository, numbers) {
      await database.query(
        'update tailrace.closed_pull_request set dropped = true where repository = $1 and number = any($2)',
        [formatRepository(repository), numbers],
      );
    },
  };
}
