import { z } from 'zod';
import { formatRepository } from '../../../domain/repository-ref.ts';
import type { KnownImage } from '../../../domain/retention.ts';
import { imageSchema } from '../../../domain/test-result.ts';
import type { ImageRetention } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { deploymentSchema } from './record-schemas.ts';
import { repositoryColumn } from './stored-record.ts';

const rowsSchema = z.array(
  z
    .object({
      repository: repositoryColumn,
      source_tree: z.string(),
      record: imageSchema,
      released: z.boolean(),
      used_at: z.date(),
    })
    .transform(
      ({ source_tree, record, used_at, ...rest }): KnownImage => ({
        ...rest,
        sourceTree: source_tree,
        image: record,
        usedAt: used_at.toISOString(),
      }),
    ),
);

const placedSchema = z.array(z.object({ repository: repositoryColumn, deployment: deploymentSchema }));

const select = `select repository, source_tree, record, used_at, exists (
    select from tailrace.release where release.record->'image'->>'digest' = image.record->>'digest') as released
  from tailrace.image`;
const same = `repository = $1 and source_tree = $2 and record->>'digest' = $3`;

/** The life of recorded images after their use. What a run does with the same row at the same time decides: each statement says on what it rests. */
export function imageRetention(database: Queryable): ImageRetention {
  const ask = async (statement: string, values: readonly unknown[]) => {
    const { rows } = await database.query(`${select} ${statement}`, [...values]);
    return rowsSchema.parse(rows);
  };
  const change = async (statement: string, image: KnownImage, ...more: readonly unknown[]) => {
    const key = [formatRepository(image.repository), image.sourceTree, image.image.digest];
    return (await database.query(statement, [...key, ...more])).rowCount === 1;
  };
  return {
    async newestDeployments(limit) {
      const { rows } = await database.query(
        `select repository, record as deployment from (
           select repository, position, record,
             row_number() over (partition by repository, environment order by position desc) as rank
           from tailrace.deployment) as ranked
         where rank <= $1 order by position desc`,
        [limit],
      );
      return placedSchema.parse(rows);
    },
    withDigests: (digests) => ask(`where record->>'digest' = any($1)`, [digests]),
    unsettled: () => ask(`where retention <> 'settled' order by repository, source_tree`, []),
    beginRemoval: (image, since) =>
      change(
        `update tailrace.image set retention = 'leaving' where ${same} and used_at < $4 and retention <> 'settled'`,
        image,
        since,
      ),
    async endRemoval(image, settled) {
      await change(
        `update tailrace.image set retention = $4 where ${same}`,
        image,
        settled ? 'settled' : 'open',
      );
    },
    async forget(image) {
      await change(`delete from tailrace.image where ${same} and retention = 'leaving'`, image);
    },
  };
}
