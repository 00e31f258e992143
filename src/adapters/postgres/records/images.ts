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
        'select record from tailrace.image where repository = $1 and source_tree = $2',
        [formatRepository(repository), sourceTree],
      );
      return found[0];
    },
    async record(repository, sourceTree, image) {
      // An update that changes nothing, so that a row which another process is just inserting is waited for and given back.
      const [recorded] = await selectRecords(
        database,
        imageSchema,
        `insert into tailrace.image as known (repository, source_tree, record) values ($1, $2, $3)
         on conflict (repository, source_tree) do update set record = known.record
         returning record`,
        [formatRepository(repository), sourceTree, JSON.stringify(image)],
      );
      return recorded ?? image;
    },
  };
}
