import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Check } from '../../src/ports/forge.ts';
import { githubOnForge } from './github-on-forge.ts';

const repository = { owner: 'acme', name: 'churn' };
const name = 'acme/churn';
const marker = '<!-- tailrace:test:sandbox -->';

let on: Awaited<ReturnType<typeof githubOnForge>>;
beforeEach(async () => {
  on = await githubOnForge();
});
afterEach(() => on.close());

/** Dana's pull request from `better` into `sandbox`. */
async function opened(): Promise<{ number: number; head: string }> {
  const dana = on.forge.person('dana');
  const files = { 'model.py': 'print(1)\n' };
  const push = { repository: name, branch: 'better', from: 'sandbox', files, message: 'Better' };
  const head = await dana.push(push);
  const opening = { repository: name, head: 'better', base: 'sandbox', title: 'Better' };
  return { number: await dana.openPullRequest(opening), head };
}

test('what a person does on the forge comes through the ingress as events', async () => {
  const { number, head } = await opened();
  expect(await on.eventsSoFar()).toEqual([
    { kind: 'push', repository, branch: 'better', head, created: true },
    { kind: 'pull-request', repository, number, head, base: 'sandbox' },
  ]);
  const merged = await on.forge.person('max').merge(name, number, 'merge');
  expect(await on.eventsSoFar()).toEqual([{ kind: 'push', repository, branch: 'sandbox', head: merged }]);
  const [pull] = await on.github.pullRequests.ofCommit(repository, merged);
  expect(pull).toMatchObject({ number, merged: true, mergedBy: 'max', author: 'dana', fork: false });
});

test('the one comment follows the run, also after somebody removed it', async () => {
  const { number } = await opened();
  const say = (text: string) =>
    on.github.comments.ensureComment(repository, number, marker, `${marker}\n${text}`);
  const mallory = on.forge.person('mallory');
  await mallory.comment(name, number, `${marker}\nforged`);
  await say('running');
  const url = await say('passed');
  expect(bodies(number)).toEqual([`${marker}\nforged`, `${marker}\npassed`]);
  expect(url).toContain(`/acme/churn/pull/${number}#issuecomment-`);

  const ours = on.forge.repository(name).comments(number).at(-1);
  await on.forge.person('acme').deleteComment(name, ours?.id ?? 0);
  await say('failed');
  expect(bodies(number)).toEqual([`${marker}\nforged`, `${marker}\nfailed`]);
});

test('a comment that the forge took without saying so is not written twice', async () => {
  const { number } = await opened();
  on.forge.fail({ method: 'POST', path: /\/issues\/\d+\/comments$/, status: 502, afterwards: true });
  await on.github.comments.ensureComment(repository, number, marker, `${marker}\nrunning`);
  expect(bodies(number)).toEqual([`${marker}\nrunning`]);
});

test('a check goes through its states, and a person has it run again', async () => {
  const { number, head } = await opened();
  const check: Check = {
    name: 'tailrace/sandbox',
    head,
    state: 'running',
    title: 'Testing',
    summary: '1 of 2',
  };
  await on.github.checks.ensureCheck(repository, check);
  await on.github.checks.ensureCheck(repository, { ...check, state: 'failure', title: 'Failed' });
  const [failed] = await on.forge.repository(name).checkRuns(head);
  expect(failed).toMatchObject({ status: 'completed', conclusion: 'failure', title: 'Failed' });

  await on.eventsSoFar();
  await on.forge.person('dana').rerequest(name, failed?.id ?? 0);
  const rerun = { kind: 'rerun', repository, pullRequest: number, head, base: 'sandbox' };
  expect(await on.eventsSoFar()).toEqual([rerun]);

  await on.github.checks.ensureCheck(repository, check);
  expect(await on.forge.repository(name).checkRuns(head)).toMatchObject([{ status: 'in_progress' }]);
  expect(await on.forge.repository(name).everyCheckRun(head)).toHaveLength(2);
});

test('our pull request is opened once and kept up to date', async () => {
  await opened();
  const wanted = { head: 'better', base: 'qa', title: 'Promote', body: 'One' };
  const first = await on.github.pullRequests.ensure(repository, wanted);
  const second = await on.github.pullRequests.ensure(repository, { ...wanted, body: 'Two' });
  expect(second).toMatchObject({ number: first.number, body: 'Two', author: on.forge.app.botLogin });
  expect(await on.github.pullRequests.listOpen(repository, 'qa')).toHaveLength(1);
});

test('limits and silence of the forge only cost time', async () => {
  const { number } = await opened();
  const limited = { message: 'You have exceeded a secondary rate limit.' };
  const pull = /\/pulls\/\d+$/;
  on.forge.fail({ path: pull, status: 403, headers: { 'retry-after': '3' }, body: limited, times: 3 });
  on.forge.fail({ path: pull, timeout: true });
  on.forge.fail({ path: pull, status: 500 });
  expect((await on.github.pullRequests.get(repository, number)).number).toBe(number);
});

test('what our store could not take is sent again, once', async () => {
  on.storeIsAway(true);
  const { number, head } = await opened();
  expect(await on.eventsSoFar()).toEqual([]);
  on.storeIsAway(false);
  expect(await on.github.lostDeliveries.redeliver(24)).toBe(2);
  const events = await on.eventsSoFar();
  expect(events).toContainEqual({ kind: 'push', repository, branch: 'better', head, created: true });
  expect(events).toContainEqual({ kind: 'pull-request', repository, number, head, base: 'sandbox' });
  expect(await on.github.lostDeliveries.redeliver(24)).toBe(0);
});

test('what the forge sends twice is stored once', async () => {
  on.forge.doubleNextDelivery('push');
  const { head } = await opened();
  const events = await on.eventsSoFar();
  expect(events.filter(({ kind }) => kind === 'push')).toEqual([
    { kind: 'push', repository, branch: 'better', head, created: true },
  ]);
});

test('the repositories that the app is installed in are known', async () => {
  expect(await on.github.installedRepositories.list()).toEqual([repository]);
});

test('git clones a private repository with the remote that it is given', async () => {
  await on.forge.createRepository({ owner: 'acme', name: 'secret', branches: ['sandbox'], private: true });
  const { url, authorization } = await on.github.remotes.remote({ owner: 'acme', name: 'secret' });
  const folder = await mkdtemp(join(tmpdir(), 'clone-'));
  const header = {
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
  };
  const env = { ...process.env, GIT_CONFIG_COUNT: '1', GIT_TERMINAL_PROMPT: '0', ...header };
  await promisify(execFile)('git', ['clone', '-q', '-b', 'sandbox', url, folder], { env });
  expect(await readFile(join(folder, '.git/config'), 'utf8')).not.toContain('Basic');
  expect(await readFile(join(folder, '.git/HEAD'), 'utf8')).toContain('sandbox');
  await rm(folder, { recursive: true });
});

function bodies(number: number): string[] {
  return on.forge
    .repository(name)
    .comments(number)
    .map(({ body }) => body);
}
