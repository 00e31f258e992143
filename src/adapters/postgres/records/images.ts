import { formatRepository } from '../../../domain/repository-ref.ts';
import { imageSchema } from '../../../domain/test-result.ts';
import type { ImageRecords } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { selectRecords } from './stored-record.ts';

export function imageRecords(database: Queryable): ImageRecords {
  return {
    async find(repository, sourceTree) {
      const found = await selectRecords(
        database,
        imageSchema,
        `update tailrace.image set used_at = now()
         where repository = $1 and source_tree = $2 and retention <> 'leaving' returning record`,
        [formatRepository(repository), sourceTree],
      );
      return found[0];
    },
    async touch(repository, sourceTree) {
      await database.query(
        `update tailrace.image set used_at = now()
         where repository = $1 and left(source_tree, 40) = $2 and retention <> 'leaving'`,
        [formatRepository(repository), sourceTree],
      );
    },
    async isLeaving(repository, sourceTree) {
      const { rowCount } = await database.query(
        `select from tailrace.image where repository = $1 and source_tree = $2 and retention = 'leaving'`,
        [formatRepository(repository), sourceTree],
      );
      return rowCount === 1;
    },
    async record(repository, sourceTree, image) {
      // A row that another process is just inserting is waited for and given back. One that is leaving makes room.
      const [recorded] = await selectRecords(
        database,
        imageSchema,
        `insert into tailrace.image as known (repository, source_tree, record) values ($1, $2, $3)
         on conflict (repository, source_tree) do update set retention = 'open', used_at = now(),
           record = case when known.retention = 'leaving' then excluded.record else known.record end
         returning record`,
        [formatRepository(repository), sourceTree, JSON.stringify(image)],
      );
      return recorded ?? image;
    },
  };
}
