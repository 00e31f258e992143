import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import pg from 'pg';
import { z } from 'zod';
import { untilIdle } from '../../src/adapters/postgres/idle.ts';

const runsSchema = z.array(
  z.object({
    id: z.string(),
    key: z.string(),
    status: z.string(),
    head: z.string().nullable(),
    environment: z.string().nullable(),
    /** The names of the steps that were begun, and how often. */
    steps: z.record(z.string(), z.number()),
  }),
);
export type StoredRun = z.infer<typeof runsSchema>[number];

/** The runs in a Tailrace's embedded database, oldest first. The process itself may be dead: its PostgreSQL lives on. */
export function storedRuns(dataFolder: string): Promise<readonly StoredRun[]> {
  return withDatabase(dataFolder, async (client) => {
    const { rows } = await client.query(
      `select id, key, status, head, environment,
         (select coalesce(json_object_agg(name, attempts), '{}') from tailrace.step where run_id = run.id) as steps
       from tailrace.run order by started_at`,
    );
    return runsSchema.parse(rows);
  });
}

/** Whether the run began to run the notebook, and did not take an earlier result. */
export function ranNotebook({ steps }: StoredRun): boolean {
  return Object.keys(steps).some((name) => name.startsWith('notebook in '));
}

/** Resolves when no job waits or runs in that database. */
export function idleIn(dataFolder: string): Promise<void> {
  return withDatabase(dataFolder, (client) => untilIdle(client));
}

/** Makes it look as if no image had been used for so many days. */
export function leaveImagesUnused(dataFolder: string, days: number): Promise<void> {
  return withDatabase(dataFolder, async (client) => {
    await client.query(`update tailrace.image set used_at = now() - make_interval(days => $1)`, [days]);
  });
}

/** Makes it look as if every closed pull request had been closed so many days before it was seen. */
export function closeEarlier(dataFolder: string, days: number): Promise<void> {
  return withDatabase(dataFolder, async (client) => {
    await client.query(
      `update tailrace.closed_pull_request set closed_at = closed_at - make_interval(days => $1)`,
      [days],
    );
  });
}

/** Connects to the embedded database of a Tailrace, alive or dead. Close it with `end()`. */
export async function connectTo(dataFolder: string): Promise<pg.Client> {
  const folder = join(dataFolder, 'database');
  const password = (await readFile(join(folder, 'postgres.password'), 'utf8')).trim();
  const port = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  const client = new pg.Client(`postgres://tailrace:${password}@127.0.0.1:${port}/postgres`);
  await client.connect();
  return client;
}

async function withDatabase<T>(dataFolder: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectTo(dataFolder);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** What runs have on the Docker Engine: their containers with their states, and the tags of images that are not pushed yet. */
export async function onEngine(runs: readonly StoredRun[]): Promise<readonly string[]> {
  const docker = new Docker();
  const ids = new Set(runs.map(({ id }) => id));
  const containers = await docker.listContainers({ all: true, filters: { label: ['tailrace.dev/run'] } });
  const reference = ['tailrace/build', 'tailrace/trained'];
  const images = await docker.listImages({ filters: { reference } });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  return [
    ...containers
      .filter(({ Labels }) => ids.has(Labels['tailrace.dev/run'] ?? ''))
      .map(({ Names, State }) => `${Names[0]} ${State}`),
    ...tags.filter((tag) => ids.has(tag.replace(/^tailrace\/(build|trained):/, ''))),
  ];
}
