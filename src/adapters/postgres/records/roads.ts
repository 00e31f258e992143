import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Roads } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { stationSchema } from './record-schemas.ts';
import { repositoryColumn, selectRecords } from './stored-record.ts';

const rowsSchema = z.array(z.object({ repository: repositoryColumn, station: stationSchema }));

export function roads(database: Queryable): Roads {
  return {
    async list() {
      const { rows } = await database.query(
        'select repository, record as station from tailrace.road order by repository, branch',
      );
      return rowsSchema.parse(rows);
    },
    at: async (repository, branch) => {
      const query = 'select record from tailrace.road where repository = $1 and branch = $2';
      return (await selectRecords(database, stationSchema, query, [formatRepository(repository), branch]))[0];
    },
    into: (repository, branch) =>
      selectRecords(
        database,
        stationSchema,
        'select record from tailrace.road where repository = $1 and next_branch = $2 order by branch',
        [formatRepository(repository), branch],
      ),
    async remember(repository, station) {
      await database.query(
        `insert into tailrace.road (repository, branch, next_branch, record) values ($1, $2, $3, $4)
         on conflict (repository, branch) do update set next_branch = excluded.next_branch, record = excluded.record`,
        [formatRepository(repository), station.branch, station.nextBranch, JSON.stringify(station)],
      );
    },
  };
}
