import type pg from 'pg';
import { z } from 'zod';
import type { ModelRepository } from '../model-repository.ts';
import { normalise } from './normalise.ts';

const recordsSchema = z.array(z.object({ record: z.unknown() }));
const tablesSchema = z.array(z.object({ name: z.string() }));

/** All that a model's road has left behind, as text: two roads that ended alike give the same. */
export async function snapshotOf(client: pg.Client, model: ModelRepository): Promise<string> {
  const state = {
    pullRequests: await pullRequestsOf(model),
    branches: await branchesOf(model),
    tags: await model.tags(),
    records: await recordsOf(client, model.repository),
  };
  return normalise(JSON.stringify(state, null, 1).replaceAll('\\n', '\n'), model.repository);
}

async function pullRequestsOf({ view }: ModelRepository) {
  return Promise.all(
    view.pullRequests().map(async (pull) => ({
      ...pull,
      comments: view.comments(pull.number).map(({ body }) => body),
      checks: await checksOn(view, pull.head.sha),
    })),
  );
}

type View = ModelRepository['view'];

async function branchesOf({ view }: ModelRepository) {
  const branches = (await view.branches()).toSorted();
  return Promise.all(
    branches.map(async (branch) => ({
      branch,
      files: await view.files(branch),
      commits: await Promise.all(
        (await view.log(branch)).map(async (commit) => ({
          subject: commit.subject,
          checks: await checksOn(view, commit.sha),
          comments: (await view.commitComments(commit.sha)).map(({ body }) => body),
        })),
      ),
    })),
  );
}

async function checksOn(view: View, commit: string) {
  const runs = await view.everyCheckRun(commit);
  return runs.map(({ name, status, conclusion, title, summary }) => ({
    name,
    status,
    conclusion,
    title,
    summary,
  }));
}

/** The rows of every table that speaks of a repository, but for runs, which are history, and for when a reconciliation saw what was closed. */
async function recordsOf(client: pg.Client, repository: string) {
  const { rows } = await client.query(
    `select table_name as name from information_schema.columns
     where table_schema = 'tailrace' and column_name = 'repository' and table_name not in ('run', 'closed_pull_request')
     order by 1`,
  );
  const records: Record<string, unknown> = {};
  for (const { name } of tablesSchema.parse(rows)) {
    const found = await client.query(
      `select to_jsonb(t) - 'position' - 'recorded_at' as record from tailrace.${name} t where repository = $1
       order by to_jsonb(t)->>'environment', (to_jsonb(t)->>'position')::bigint, to_jsonb(t)::text`,
      [repository],
    );
    records[name] = recordsSchema.parse(found.rows).map(({ record }) => record);
  }
  return records;
}
