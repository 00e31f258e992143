import { expect, test } from 'vitest';
import type { Check } from '../../../src/ports/forge.ts';
import { api, connect, installed, onlyPreparedAnswers, ourApp, repository } from './github-api.ts';

onlyPreparedAnswers();
const head = 'a'.repeat(40);
const running: Check = { name: 'tailrace/qa', head, state: 'running', title: '3 of 9 cells', summary: '…' };
const passed: Check = { ...running, state: 'success', title: 'Passed', summary: 'All gates hold.' };
const runsOfHead = `/repos/acme/churn/commits/${head}/check-runs`;
const ofOurs = { check_name: 'tailrace/qa', filter: 'latest', app_id: 7 };

test('a check is made queued, goes through its states and ends with its conclusion', async () => {
  installed();
  const github = await connect();
  noRunYet();
  api()
    .post('/repos/acme/churn/check-runs', {
      name: 'tailrace/qa',
      head_sha: head,
      status: 'queued',
      output: { title: 'Waiting', summary: '' },
    })
    .reply(201, run(1, 'queued', null, 'Waiting', ''));
  await github.checks.ensureCheck(repository, { ...running, state: 'queued', title: 'Waiting', summary: '' });

  api()
    .patch('/repos/acme/churn/check-runs/1', {
      status: 'in_progress',
      output: { title: '3 of 9 cells', summary: '…' },
    })
    .reply(200, run(1, 'in_progress', null, '3 of 9 cells', '…'));
  await github.checks.ensureCheck(repository, running);

  api()
    .patch('/repos/acme/churn/check-runs/1', {
      status: 'completed',
      conclusion: 'success',
      output: { title: 'Passed', summary: 'All gates hold.' },
    })
    .reply(200, run(1, 'completed', 'success', 'Passed', 'All gates hold.'));
  await github.checks.ensureCheck(repository, passed);
  expect(github.logged()).not.toContain('ghs_secret');
});

test('on a commit that was made just now no check is searched, unless the first try ends in the dark', async () => {
  installed();
  const github = await connect();
  github.noteCommit(repository, head);
  api().post('/repos/acme/churn/check-runs').reply(502);
  api()
    .get(runsOfHead)
    .query(ofOurs)
    .reply(200, listed(run(1, 'in_progress', null, '3 of 9 cells', '…')));
  await github.checks.ensureCheck(repository, running);

  const another = { ...running, name: 'tailrace/uat' };
  const there = { ...run(2, 'in_progress', null, '3 of 9 cells', '…'), name: another.name };
  api()
    .get(runsOfHead)
    .query({ ...ofOurs, check_name: another.name })
    .reply(200, listed(there));
  await expect(github.checks.ensureCheck(repository, another)).resolves.toBeUndefined();
});

test('a check that says the same already is only read', async () => {
  installed();
  const github = await connect();
  api()
    .get(runsOfHead)
    .query(ofOurs)
    .twice()
    .reply(200, listed(run(4, 'completed', 'success', 'Passed', 'All gates hold.')));
  await github.checks.ensureCheck(repository, passed);
  await expect(github.checks.ensureCheck(repository, passed)).resolves.toBeUndefined();
});

test('a completed check that runs again gets a new check run', async () => {
  installed();
  const github = await connect();
  api()
    .get(runsOfHead)
    .query(ofOurs)
    .reply(200, listed(run(4, 'completed', 'failure', 'Failed', '')));
  api()
    .post('/repos/acme/churn/check-runs')
    .reply(201, run(5, 'in_progress', null, '3 of 9 cells', '…'));
  await github.checks.ensureCheck(repository, running);

  api()
    .patch('/repos/acme/churn/check-runs/5')
    .reply(200, run(5, 'completed', 'success', 'Passed', 'All gates hold.'));
  await expect(github.checks.ensureCheck(repository, passed)).resolves.toBeUndefined();
});

test('of several check runs the newest of our own app counts', async () => {
  installed();
  const github = await connect();
  const other = { ...run(9, 'completed', 'success', 'Passed', ''), app: { id: 1 } };
  api()
    .get(runsOfHead)
    .query(ofOurs)
    .reply(200, listed(run(2, 'queued', null, '', ''), run(3, 'queued', null, '', ''), other));
  api()
    .patch('/repos/acme/churn/check-runs/3')
    .reply(200, run(3, 'in_progress', null, '3 of 9 cells', '…'));
  await expect(github.checks.ensureCheck(repository, running)).resolves.toBeUndefined();
});

test("a summary over GitHub's limit ends at a line's end and says so", async () => {
  installed();
  const github = await connect();
  noRunYet();
  let sent = '';
  api()
    .post('/repos/acme/churn/check-runs', (body) => {
      sent = body.output.summary;
      return true;
    })
    .reply(201, run(1, 'completed', 'success', 'Passed', ''));
  await github.checks.ensureCheck(repository, { ...passed, summary: '| a | row |\n'.repeat(10_000) });
  expect(sent.length).toBeLessThanOrEqual(65_535);
  expect(sent).toMatch(/\| a \| row \|\n\n\*This is too long/);
});

function noRunYet(): void {
  api().get(runsOfHead).query(ofOurs).reply(200, listed());
}

function listed(...check_runs: object[]) {
  return { total_count: check_runs.length, check_runs };
}

function run(id: number, status: string, conclusion: string | null, title: string, summary: string) {
  return {
    id,
    name: 'tailrace/qa',
    html_url: '',
    status,
    conclusion,
    output: { title, summary },
    app: ourApp,
  };
}

test('an annotation is sent with the end of a check, and not again when only its texts change', async () => {
  installed();
  const github = await connect();
  noRunYet();
  const annotations = [{ path: 'a.ipynb', line: 12, title: 'Cell 2 raised E.', message: 'no' }];
  const failed: Check = { ...running, state: 'failure', title: 'Failed', summary: 'why', annotations };
  const { line, ...rest } = { line: 12, path: 'a.ipynb', title: 'Cell 2 raised E.', message: 'no' };
  const sent = { ...rest, start_line: line, end_line: line, annotation_level: 'failure' };
  const ended = { status: 'completed', conclusion: 'failure' };
  api()
    .post('/repos/acme/churn/check-runs', {
      name: 'tailrace/qa',
      head_sha: head,
      ...ended,
      output: { title: 'Failed', summary: 'why', annotations: [sent] },
    })
    .reply(201, run(1, 'completed', 'failure', 'Failed', 'why'));
  await github.checks.ensureCheck(repository, failed);

  api()
    .patch('/repos/acme/churn/check-runs/1', { ...ended, output: { title: 'Failed', summary: 'why, again' } })
    .reply(200, run(1, 'completed', 'failure', 'Failed', 'why, again'));
  await github.checks.ensureCheck(repository, { ...failed, summary: 'why, again' });
});
