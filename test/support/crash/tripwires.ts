import type pg from 'pg';
import { z } from 'zod';

/** One namespace of advisory locks for all wires; the number itself means nothing. */
const lockSpace = 1912;

/**
 * Every write of a run passes here by its name: each step's beginning and end, each record, its own end. An armed one waits for a lock that the test holds, so the process can be killed at that very place, and the statement never holds.
 */
const triggers = `
  create schema crash;
  create table crash.armed (id int generated always as identity, repository text not null, boundary text not null);
  create table crash.passed (position bigint generated always as identity, repository text not null, boundary text not null);

  create function crash.pass(repository text, boundary text) returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(${lockSpace}, armed.id) from crash.armed
      where armed.repository = pass.repository and armed.boundary = pass.boundary;
    insert into crash.passed (repository, boundary) values (pass.repository, pass.boundary);
  end $$;

  create function crash.pass_run(work json, what text) returns void language sql as $$
    select crash.pass(
      concat_ws('/', work->'repository'->>'owner', work->'repository'->>'name'),
      concat(work->>'kind', ' ', coalesce(work->>'branch', '#' || (work->>'number')), ': ', what))
  $$;

  create function crash.on_run() returns trigger language plpgsql as $$
  begin
    if old.status <> new.status then perform crash.pass_run(new.work, 'the run ends');
    elsif old.phase <> new.phase then perform crash.pass_run(new.work, 'the run begins to write');
    elsif old.head is distinct from new.head then perform crash.pass_run(new.work, 'the run is described');
    end if;
    return new;
  end $$;
  create trigger crash before update on tailrace.run for each row execute function crash.on_run();

  create function crash.on_step() returns trigger language plpgsql as $$
  begin
    perform crash.pass_run(run.work, concat(
      regexp_replace(new.name, 'sha256:[0-9a-f]+', 'the image'),
      case when new.finished_at is null then ' begins' else ' finishes' end))
      from tailrace.run where id = new.run_id;
    return new;
  end $$;
  create trigger crash before insert or update of finished_at on tailrace.step for each row execute function crash.on_step();

  create function crash.on_record() returns trigger language plpgsql as $$
  begin
    perform crash.pass(new.repository, concat_ws(' ', 'a', tg_table_name, 'is recorded',
      coalesce(to_jsonb(new)->>'environment', to_jsonb(new)->>'branch')));
    return new;
  end $$;
  do $$
  declare name text;
  begin
    for name in select table_name from information_schema.columns
      where table_schema = 'tailrace' and column_name = 'repository' and table_name <> 'run'
    loop
      execute format('create trigger crash before insert on tailrace.%I for each row execute function crash.on_record()', name);
    end loop;
  end $$;
`;

export function installTripwires(client: pg.Client): Promise<unknown> {
  return client.query(triggers);
}

const passedSchema = z.array(z.object({ boundary: z.string() }));

/** The boundaries that the runs of a repository have passed since this was last asked, in their order, each once. */
export async function takePassed(client: pg.Client, repository: string): Promise<readonly string[]> {
  const { rows } = await client.query(
    `with taken as (delete from crash.passed where repository = $1 returning position, boundary)
     select boundary from taken group by boundary order by min(position)`,
    [repository],
  );
  return passedSchema.parse(rows).map(({ boundary }) => boundary);
}

export interface Tripwire {
  /** Where it is. */
  readonly name: string;
  /** Whether a run waits there now. */
  isReached(): Promise<boolean>;
  /** For a process that is dead: ends what it left at the server, so that its statement never holds, and takes the wire away. */
  cut(): Promise<void>;
}

const waiting = `select pid from pg_locks where locktype = 'advisory' and classid = ${lockSpace} and objid = $1 and not granted`;

/**
 * Ends what waits for a run's row that a waiting run holds for much longer than any run would: the one worker for deliveries is needed for
 * the other roads.
 */
const letOthersGo = `select pg_cancel_backend(pid) from pg_stat_activity
  where exists (select from (${waiting}) as held where held.pid = any(pg_blocking_pids(pg_stat_activity.pid)))`;

/** Lets the next run of the repository that comes to this boundary wait there. */
export async function armTripwire(
  client: pg.Client,
  repository: string,
  boundary: string,
): Promise<Tripwire> {
  const { rows } = await client.query(
    'insert into crash.armed (repository, boundary) values ($1, $2) returning id',
    [repository, boundary],
  );
  const [{ id }] = z.tuple([z.object({ id: z.number() })]).parse(rows);
  await client.query(`select pg_advisory_lock(${lockSpace}, $1)`, [id]);
  return {
    name: `${repository}, ${boundary}`,
    async isReached() {
      await client.query(letOthersGo, [id]);
      return (await client.query(waiting, [id])).rowCount === 1;
    },
    async cut() {
      await client.query('delete from crash.armed where id = $1', [id]);
      await client.query(`select pg_terminate_backend(pid, 10000) from (${waiting}) as cut_off`, [id]);
      await client.query(`select pg_advisory_unlock(${lockSpace}, $1)`, [id]);
    },
  };
}
