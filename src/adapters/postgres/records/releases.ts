import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Releases } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { releaseSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

export function releases(database: Queryable): Releases {
  return {
    async get(repository, commit) {
      const found = await selectRecords(
        database,
        releaseSchema,
        'select record from tailrace.release where repository = $1 and commit = $2',
        [formatRepository(repository), commit],
      );
      return found[0];
    },
    async findBySourceTree(repository, sourceTree, environment) {
      const found = await selectRecords(
        database,
        releaseSchema,
        `select record from tailrace.release where repository = $1 and source_tree = $2
         order by position desc`,
        [formatRepository(repository), sourceTree],
      );
      return found.find(({ hotfixOf }) => hotfixOf === undefined || hotfixOf === environment);
    },
    async save(repository, release) {
      await database.query(
        `insert into tailrace.release (repository, commit, source_tree, record) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [formatRepository(repository), release.commit, release.sourceTree, JSON.stringify(release)],
      );
    },
  };
}
