import { formatRepository, type RepositoryRef } from '../../../domain/repository-ref.ts';
import type { Deployments } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { deploymentSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

export function deployments(database: Queryable): Deployments {
  const list = (repository: RepositoryRef, environment: string, limit: number) =>
    selectRecords(
      database,
      deploymentSchema,
      `select record from tailrace.deployment where repository = $1 and environment = $2
       order by position desc limit $3`,
      [formatRepository(repository), environment, limit],
    );
  return {
    list,
    current: async (repository, environment) => (await list(repository, environment, 1))[0],
    async save(repository, deployment) {
      const { environment, head, run = '' } = deployment;
      await database.query(
        `insert into tailrace.deployment (repository, environment, head, run, record)
         select $1, $2, $3, $4, $5 where $3 is distinct from (
           select head from tailrace.deployment where repository = $1 and environment = $2
           order by position desc limit 1)
         on conflict do nothing`,
        [formatRepository(repository), environment, head, run, JSON.stringify(deployment)],
      );
    },
  };
}
