import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from '../fake-forge.ts';
import { appClient, tokenClient } from '../octokit-for-tests.ts';

const churn = { owner: 'acme', repo: 'churn' };
const name = 'tailrace/sandbox';
let forge: FakeForge;
let checks: Octokit['rest']['checks'];
let head_sha: string;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn' });
  checks = appClient(forge, 'acme/churn').rest.checks;
  head_sha = await forge.repository('acme/churn').head('main');
});

afterEach(() => forge.close());

test('a check run goes from queued to its conclusion', async () => {
  const { data } = await checks.create({ ...churn, name, head_sha });
  expect(data).toMatchObject({ status: 'queued', conclusion: null, completed_at: null });
  const output = { title: '2 gates failed', summary: 'auc fell', text: 'the log' };
  await checks.update({ ...churn, check_run_id: data.id, conclusion: 'failure', output });
  const [run] = await forge.repository('acme/churn').checkRuns('main');
  expect(run).toMatchObject({ name, status: 'completed', conclusion: 'failure', title: '2 gates failed' });
  expect(forge.deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    'check_run created',
    'check_run completed',
  ]);
});

test('it needs a commit that exists, and a conclusion at the end', async () => {
  const nowhere = checks.create({ ...churn, name, head_sha: 'f'.repeat(40) });
  await expect(nowhere).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('No commit found'),
  });
  const open = checks.create({ ...churn, name, head_sha, status: 'completed' });
  await expect(open).rejects.toMatchObject({ status: 422, message: expect.stringContaining('conclusion') });
  expect(await forge.repository('acme/churn').checkRuns('main')).toEqual([]);
});

test('its texts and annotations have limits; more annotations come by update', async () => {
  forge.expectProblem(
    /check-runs is not as GitHub describes it: .output.summary must NOT have more than 65535/,
  );
  forge.expectProblem(
    /check-runs is not as GitHub describes it: .output.annotations must NOT have more than 50/,
  );
  const long = { title: 'x', summary: 'x'.repeat(65_536) };
  await expect(checks.create({ ...churn, name, head_sha, output: long })).rejects.toMatchObject({
    status: 422,
  });
  const note = {
    path: 'a.py',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'hm',
  } as const;
  const withNotes = (count: number) => ({
    title: 'x',
    summary: 'y',
    annotations: Array.from({ length: count }, () => note),
  });
  const tooMany = checks.create({ ...churn, name, head_sha, output: withNotes(51) });
  await expect(tooMany).rejects.toThrow('No more than 50 annotations');
  const { data } = await checks.create({ ...churn, name, head_sha, output: withNotes(50) });
  const update = await checks.update({ ...churn, check_run_id: data.id, output: withNotes(10) });
  expect(update.data.output.annotations_count).toBe(60);
});

test('the newest of a name counts; all of them can be asked for', async () => {
  for (const conclusion of ['failure', 'success'] as const)
    await checks.create({ ...churn, name, head_sha, status: 'completed', conclusion });
  const latest = await checks.listForRef({ ...churn, ref: 'main', check_name: name });
  expect(latest.data.check_runs.map(({ conclusion }) => conclusion)).toEqual(['success']);
  const all = await checks.listForRef({ ...churn, ref: head_sha, filter: 'all' });
  expect(all.data.total_count).toBe(2);
});

test('people ask for it again, by its button too, but do not write it', async () => {
  const actions = [{ label: 'Run anyway', description: 'On a fork', identifier: 'run' }];
  const { data } = await checks.create({ ...churn, name, head_sha, actions });
  const dana = forge.person('dana');
  await dana.rerequest('acme/churn', data.id);
  await dana.rerequestAll('acme/churn', head_sha);
  await dana.press('acme/churn', data.id, 'run');
  const told = forge.deliveries.slice(1).map(({ event, action }) => `${event} ${action}`);
  expect(told).toEqual(['check_run rerequested', 'check_suite rerequested', 'check_run requested_action']);
  const asDana = tokenClient(forge, dana.user.token).rest.checks;
  await expect(asDana.create({ ...churn, name, head_sha })).rejects.toMatchObject({ status: 403 });
});
