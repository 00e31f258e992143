import { formatRepository, type RepositoryRef } from '../../../domain/repository-ref.ts';
import type { Deployments } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { deploymentSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

export function deployments(database: Queryable): Deployments {
  const select = (which: string, repository: RepositoryRef, environment: string, limit: number) =>
    selectRecords(
      database,
      deploymentSchema,
      `select record from tailrace.deployment where repository = $1 and environment = $2 and came <> '${which}'
       order by position desc limit $3`,
      [formatRepository(repository), environment, limit],
    );
  return {
    list: (repository, environment, limit) => select('withheld', repository, environment, limit),
    current: async (repository, environment) => (await select('withheld', repository, environment, 1))[0],
    brought: (repository, environment, limit) => select('rollback', repository, environment, limit),
    async save(repository, deployment) {
      const { environment, head, release, came = 'branch', run = '' } = deployment;
      await database.query(
        `insert into tailrace.deployment (repository, environment, head, run, came, record)
         select $1, $2, $3, $4, $5, $6 where not exists (
           select from (
             select head, came, record from tailrace.deployment where repository = $1 and environment = $2
             order by position desc limit 1) as newest
           where head = $3 and came = $5 and record->'release'->>'commit' = $7)
         on conflict do nothing`,
        [
          formatRepository(repository),
          environment,
          head,
          run,
          came,
          JSON.stringify(deployment),
          release.commit,
        ],
      );
    },
  };
}
