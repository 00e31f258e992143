import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeForge, startFakeForge } from './fake-forge.ts';
import { git, tryGit } from './git.ts';
import { appClient } from './octokit-for-tests.ts';

const REPOSITORY = 'acme/churn';
let forge: FakeForge;

beforeEach(async () => {
  forge = await startFakeForge({ webhookSecret: 'secret' });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: ['sandbox', 'qa'] });
});

afterEach(() => forge.close());

test('an installation without the right to touch workflows pushes everything else', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'fake-forge-client-'));
  forge.consentTo(REPOSITORY, { contents: 'write', metadata: 'read' });
  const installation_id = forge.installationId(REPOSITORY) ?? 0;
  const { apps } = appClient(forge).rest;
  forge.expectProblem(/permission that the installation does not have: workflows/);
  const more = apps.createInstallationAccessToken({ installation_id, permissions: { workflows: 'write' } });
  await expect(more).rejects.toMatchObject({ status: 422 });
  const { data } = await apps.createInstallationAccessToken({ installation_id });
  const header = `Authorization: Basic ${Buffer.from(`x-access-token:${data.token}`).toString('base64')}`;
  const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: header };
  await forge
    .person('dana')
    .push({ repository: REPOSITORY, branch: 'ci', files: { '.github/workflows/ci.yml': 'a' } });
  await git(dir, ['clone', '--quiet', `${forge.url}/${REPOSITORY}.git`, '.'], { env });
  await git(dir, ['push', '--quiet', 'origin', 'origin/ci:refs/heads/same'], { env });

  const bot = ['-c', 'user.name=bot', '-c', 'user.email=bot@example.com'];
  await git(dir, ['checkout', '--quiet', 'ci']);
  await git(dir, [...bot, 'rm', '--quiet', '.github/workflows/ci.yml']);
  await git(dir, [...bot, 'commit', '--quiet', '-m', 'No more']);
  const push = await tryGit(dir, ['push', 'origin', 'ci'], { env });
  expect(push.stderr).toContain('without `workflows` permission');
  await rm(dir, { recursive: true });
});
