import { z } from 'zod';
import { formatRepository } from '../../domain/repository-ref.ts';
import type { RunHistory } from '../../ports/run.ts';
import type { Queryable } from './database.ts';
import { samePlace, subjectValues } from './run-subject.ts';

const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);
const headsSchema = z.array(z.object({ head: z.string() }));
const environmentsSchema = z.array(z.object({ environment: z.string(), heads: z.array(z.string()) }));
const idsSchema = z.array(z.object({ id: z.string() }));

export function runHistory(database: Queryable): RunHistory {
  return {
    async isHandled(subject, except) {
      const { rows } = await database.query(
        `select count(*) from (
           select environment, head, status from tailrace.run
           where repository = $1 and pull_request is not distinct from $3 and merge_group = $5
             and (pull_request is not null or environment = $2) and head is not null and id::text <> $6
           order by started_at desc limit 1
         ) as newest where environment = $2 and head = $4 and status <> 'superseded'`,
        [...subjectValues(subject), except],
      );
      return countSchema.parse(rows)[0].count > 0;
    },
    async cutOff(subject) {
      const { rows } = await database.query(
        `select distinct head from tailrace.run
         where ${samePlace} and head <> $4 and status = 'superseded' and started_at > coalesce(
           (select max(started_at) from tailrace.run where ${samePlace} and status in ('done', 'failed')),
           '-infinity')`,
        [...subjectValues(subject)],
      );
      return headsSchema.parse(rows).map(({ head }) => head);
    },
    async environmentsOf(repository, pullRequest) {
      const { rows } = await database.query(
        `select environment, array_agg(distinct head) as heads from tailrace.run
         where repository = $1 and pull_request = $2 and not merge_group and head is not null
         group by environment order by environment`,
        [formatRepository(repository), pullRequest],
      );
      return environmentsSchema.parse(rows);
    },
    async isUnderWay(repository, pullRequest) {
      const { rows } = await database.query(
        `select count(*) from tailrace.run
         where repository = $1 and pull_request = $2 and not merge_group and status = 'open'`,
        [formatRepository(repository), pullRequest],
      );
      return countSchema.parse(rows)[0].count > 0;
    },
    async active() {
      const { rows } = await database.query(
        `select count(*) from tailrace.run join tailrace.claim on job_id = id where status = 'open'`,
      );
      return countSchema.parse(rows)[0].count;
    },
  };
}

/** Those of these runs that are ours and over. A run that is not in this database is another installation's. */
export async function endedRuns(database: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await database.query(
    `select id from tailrace.run where id::text = any($1) and status <> 'open'`,
    [ids],
  );
  return new Set(idsSchema.parse(rows).map((row) => row.id));
}
