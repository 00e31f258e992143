import { z } from 'zod';
import { formatRepository, parseRepository, type RepositoryRef } from '../../../domain/repository-ref.ts';
import type { ProposalOf, Proposals } from '../../../ports/records.ts';
import type { Queryable } from '../database.ts';
import { proposalSchema } from './record-schemas.ts';
import { selectRecords } from './stored-record.ts';

const rowsSchema = z.array(
  z.object({
    repository: z
      .string()
      .transform(parseRepository)
      .pipe(z.object({ owner: z.string(), name: z.string() })),
    proposal: proposalSchema,
  }),
);

/** Whether something may still come of them. */
const alive = `state in ('open', 'declined')`;

export function proposals(database: Queryable): Proposals {
  const select = async (condition: string, ...values: readonly unknown[]): Promise<ProposalOf[]> => {
    const { rows } = await database.query(
      `select repository, record as proposal from tailrace.proposal where ${condition} order by position`,
      [...values],
    );
    return rowsSchema.parse(rows);
  };
  return {
    async find(repository, environment, release) {
      const found = await selectRecords(
        database,
        proposalSchema,
        'select record from tailrace.proposal where repository = $1 and environment = $2 and release = $3',
        [formatRepository(repository), environment, release],
      );
      return found[0];
    },
    async ofBranch(repository, branch) {
      const found = await select(
        `repository = $1 and branch = $2 and ${alive}`,
        formatRepository(repository),
        branch,
      );
      return found.map(({ proposal }) => proposal);
    },
    into: (repository, branch) =>
      select(`target = $1 and target_branch = $2 and ${alive}`, targetOf(repository), branch),
    list: () => select(alive),
    save: (repository, proposal) => save(database, { repository, proposal }),
  };
}

/** Configurations and the forge may write a repository's name in letters of another case. */
function targetOf(repository: RepositoryRef): string {
  return formatRepository(repository).toLowerCase();
}

async function save(database: Queryable, { repository, proposal }: ProposalOf): Promise<void> {
  const { deployment, branch, location, number, state } = proposal;
  await database.query(
    `insert into tailrace.proposal (repository, environment, release, branch, target, target_branch, number, state, record)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (repository, environment, release) do update set branch = excluded.branch, target = excluded.target,
       target_branch = excluded.target_branch, number = excluded.number, state = excluded.state, record = excluded.record`,
    [
      formatRepository(repository),
      deployment.environment,
      deployment.release.commit,
      branch,
      targetOf(location.repository),
      location.branch,
      number,
      state,
      JSON.stringify(proposal),
    ],
  );
}
