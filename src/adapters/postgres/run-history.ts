import { z } from 'zod';
import type { RunHistory } from '../../ports/run.ts';
import type { Queryable } from './database.ts';
import { sameSubject, subjectValues } from './run-subject.ts';

const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);
const idsSchema = z.array(z.object({ id: z.string() }));

export function runHistory(database: Queryable): RunHistory {
  return {
    async isHandled(subject, except) {
      const { rows } = await database.query(
        `select count(*) from tailrace.run where ${sameSubject} and id <> $5 and status <> 'superseded'`,
        [...subjectValues(subject), except],
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

/** The runs that have not ended, in all processes, also those that wait for their next try. */
export async function openRunIds(database: Queryable): Promise<readonly string[]> {
  const { rows } = await database.query(`select id from tailrace.run where status = 'open'`);
  return idsSchema.parse(rows).map((row) => row.id);
}
