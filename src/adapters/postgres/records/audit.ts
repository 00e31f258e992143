import { formatRepository } from '../../../domain/repository-ref.ts';
import type { Audit } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';

export function auditTrail(database: Queryable): Audit {
  return {
    async has(repository, id) {
      const { rowCount } = await database.query(
        'select 1 from tailrace.audit where repository = $1 and id = $2',
        [formatRepository(repository), id],
      );
      return rowCount !== 0;
    },
    async append(repository, entry) {
      const { id, delivery, by, environment, permission, outcome, at } = entry;
      await database.query(
        `insert into tailrace.audit
           (repository, id, delivery, who, place, comment, asked, environment, permission, outcome, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict do nothing`,
        [
          ...[formatRepository(repository), id, delivery, by, JSON.stringify(entry.place), entry.comment],
          ...[JSON.stringify(entry.asked), environment, permission, outcome, at],
        ],
      );
    },
  };
}
