/**
 * The statements of each version, in order; number 1 is the first. A released one never changes.
 * What we only read back is `json`, not `jsonb`: jsonb rejects the NUL characters that a notebook may print.
 */
export const migrations: readonly string[] = [
  `
  create table tailrace.delivery (
    id text primary key,
    event text not null,
    payload text not null,
    received_at timestamptz not null,
    failures int not null default 0,
    ended_at timestamptz
  );

  -- Which process works on a job. Its id is locked for as long as it lives.
  create table tailrace.claim (
    job_id uuid primary key,
    queue text not null,
    attempt int not null,
    worker text not null
  );

  create table tailrace.run (
    id uuid primary key,
    queue text not null,
    key text not null,
    work json not null,
    status text not null default 'open' check (status in ('open', 'done', 'failed', 'superseded')),
    phase text not null default 'testing' check (phase in ('testing', 'writing')),
    fence int not null,
    failures int not null default 0,
    repository text,
    environment text,
    pull_request int,
    head text,
    attempt int,
    started_at timestamptz not null,
    ended_at timestamptz
  );
  create index run_open on tailrace.run (key) where status = 'open';
  create unique index run_subject on tailrace.run (repository, environment, pull_request, head, attempt)
    nulls not distinct where attempt is not null;

  create table tailrace.step (
    run_id uuid not null references tailrace.run on delete cascade,
    name text not null,
    attempts int not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    output json,
    primary key (run_id, name)
  );

  create table tailrace.image (
    repository text not null,
    source_tree text not null,
    record json not null,
    recorded_at timestamptz not null default now(),
    primary key (repository, source_tree)
  );

  create table tailrace.test_result (
    repository text not null,
    id text not null,
    environment text not null,
    inputs text not null,
    passed boolean not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, id)
  );
  create index test_result_passed on tailrace.test_result (repository, environment, inputs, position) where passed;

  create table tailrace.release (
    repository text not null,
    commit text not null,
    source_tree text not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, commit)
  );
  create index release_source_tree on tailrace.release (repository, source_tree, position);

  create table tailrace.deployment (
    repository text not null,
    environment text not null,
    head text not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, environment, head)
  );
  create index deployment_newest on tailrace.deployment (repository, environment, position);

  create table tailrace.pull_request_record (
    repository text not null,
    environment text not null,
    head text not null,
    record json not null,
    primary key (repository, environment, head)
  );

  create table tailrace.road (
    repository text not null,
    branch text not null,
    next_branch text,
    record json not null,
    primary key (repository, branch)
  );
  create index road_next on tailrace.road (repository, next_branch);
  `,
  `
  -- Manifests were a commit of the environment's branch; now they are a place. Folders were not recorded: the default stands in.
  update tailrace.deployment set record = (record::jsonb || jsonb_build_object('manifests', jsonb_build_object(
    'repository', jsonb_build_object(
      'owner', regexp_replace(repository, '/[^/]*$', ''), 'name', regexp_replace(repository, '^.*/', '')),
    'branch', coalesce(
      (select branch from tailrace.road
       where road.repository = deployment.repository and road.record->>'environment' = deployment.environment limit 1),
      environment),
    'commit', record->>'manifests',
    'folder', 'deploy/kube')))::json
  where json_typeof(record->'manifests') = 'string';
  `,
  `
  create table tailrace.promotion (
    repository text not null,
    environment text not null,
    record json not null,
    primary key (repository, environment)
  );
  `,
  `
  -- open: in its registry under the tag of its source tree. leaving: being removed there. settled: the tag was dealt with, the image stays.
  alter table tailrace.image
    add column used_at timestamptz not null default now(),
    add column retention text not null default 'open' check (retention in ('open', 'leaving', 'settled'));
  update tailrace.image set used_at = recorded_at;
  `,
  `
  alter table tailrace.run add column merge_group boolean not null default false;
  `,
  `
  create table tailrace.overwrite (
    repository text not null,
    id text not null,
    environment text not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, id)
  );
  create index overwrite_newest on tailrace.overwrite (repository, environment, position);
  `,
  `
  -- A branch that was pushed back deploys an older head again.
  alter table tailrace.deployment add column run text not null default '';
  alter table tailrace.deployment drop constraint deployment_pkey;
  alter table tailrace.deployment add primary key (repository, environment, head, run);
  `,
  `
  create table tailrace.data_finding (
    repository text not null,
    key text not null,
    record json not null,
    primary key (repository, key)
  );
  `,
  `
  -- closed_at: when it was first seen to be closed. dropped: nothing is kept of its runs.
  create table tailrace.closed_pull_request (
    repository text not null,
    number int not null,
    closed_at timestamptz not null,
    dropped boolean not null default false,
    primary key (repository, number)
  );
  `,
  `
  create table tailrace.proposal (
    repository text not null,
    environment text not null,
    release text not null,
    branch text not null,
    target text not null,
    target_branch text not null,
    number int not null,
    state text not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, environment, release)
  );
  create index proposal_alive on tailrace.proposal (target, target_branch) where state in ('open', 'declined');
  `,
  `
  -- Where the files lie, if that is another repository than the model's. Not looked up in the record: no field of one that holds NUL can be.
  alter table tailrace.test_result add column evidence_repository text;
  create index test_result_elsewhere on tailrace.test_result (lower(evidence_repository), repository)
    where evidence_repository is not null;
  `,
  `
  create table tailrace.approved_run (
    repository text not null,
    pull_request int not null,
    head text not null,
    record json not null,
    primary key (repository, pull_request, head)
  );
  `,
  `
  create table tailrace.override (
    repository text not null,
    id text not null,
    environment text not null,
    head text not null,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, id)
  );
  create index override_head on tailrace.override (repository, environment, head, position);
  `,
  `
  -- Every command that somebody wrote, allowed or not.
  create table tailrace.audit (
    repository text not null,
    id text not null,
    delivery text not null,
    who text not null,
    place json not null,
    comment bigint not null,
    asked json not null,
    environment text,
    permission text,
    outcome text not null,
    at timestamptz not null,
    position bigint generated always as identity,
    primary key (repository, id)
  );
  create function tailrace.audit_only_grows() returns trigger language plpgsql as $$
  begin
    raise exception 'tailrace.audit only grows: nothing in it is changed or removed';
  end $$;
  create trigger audit_only_grows before update or delete or truncate on tailrace.audit
    for each statement execute function tailrace.audit_only_grows();
  `,
  `
  create table tailrace.rollout (
    repository text not null,
    environment text not null,
    state text not null,
    record json not null,
    primary key (repository, environment)
  );
  create index rollout_open on tailrace.rollout (repository) where state = 'open';
  `,
  `
  -- withheld: its branch has it, and a hold kept it from being deployed. rollback: a person put it back.
  alter table tailrace.deployment add column came text not null default 'branch' check (came in ('branch', 'withheld', 'rollback'));
  alter table tailrace.deployment drop constraint deployment_pkey;
  alter table tailrace.deployment add primary key (repository, environment, head, run, came);

  create table tailrace.hold (
    repository text not null,
    id text not null,
    environment text not null,
    until timestamptz,
    ended_at timestamptz,
    record json not null,
    position bigint generated always as identity,
    primary key (repository, id)
  );
  create index hold_open on tailrace.hold (repository, environment) where ended_at is null;

  create table tailrace.held_seen (
    repository text not null,
    environment text not null,
    held json not null,
    primary key (repository, environment)
  );

  create table tailrace.withdrawal (
    repository text not null,
    environment text not null,
    release text not null,
    record json not null,
    primary key (repository, environment, release)
  );
  `,
];
