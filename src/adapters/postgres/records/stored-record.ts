import { z } from 'zod';
import { parseRepository } from '../../../domain/repository-ref.ts';
import type { Queryable } from '../database.ts';

/** The column `repository`. */
export const repositoryColumn = z
  .string()
  .transform(parseRepository)
  .pipe(z.object({ owner: z.string(), name: z.string() }));

/** Reads the column `record` of the rows that a statement gives, through its schema. Throws where a record does not fit it. */
export async function selectRecords<T>(
  database: Queryable,
  schema: z.ZodType<T>,
  statement: string,
  values: readonly unknown[],
): Promise<T[]> {
  const { rows } = await database.query(statement, [...values]);
  return z
    .array(z.object({ record: schema }))
    .parse(rows)
    .map((row) => row.record);
}
