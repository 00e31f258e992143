import { z } from 'zod';
import { formatRepository } from '../../domain/repository-ref.ts';
import { queueNames } from './boss.ts';
import type { Queryable } from './database.ts';

const rowsSchema = z.array(z.object({ owner: z.string(), name: z.string() }));

/** The repositories (`owner/name`) in which a test or a delivery waits or runs, in any process. */
export async function busyRepositories(database: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await database.query(
    `select distinct data->'repository'->>'owner' as owner, data->'repository'->>'name' as name from pgboss.job
     where name = any($1) and state < 'completed' and data->>'kind' in ('test-pull-request', 'run-experiment', 'deliver-branch')`,
    [queueNames],
  );
  return new Set(rowsSchema.parse(rows).map(formatRepository));
}
