import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const registryLogin = { user: 'carrier', password: 'a password for the registry' };
/** git writes down every process that it starts, with its arguments. */
const trace = join(tmpdir(), `tailrace-git-trace-${process.pid}`);
const logged: string[] = [];

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario(
    {},
    {
      registryLogin,
      log: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
      environment: { ...process.env, GIT_TRACE: trace },
    },
  );
});
afterAll(async () => {
  await scenario?.stop();
  await rm(trace, { force: true });
});

/** The secrets that a text holds, each by its name. */
function secretsIn(text: string): string[] {
  const { webhookSecret, privateKey } = scenario.forge.app;
  const { user, password } = registryLogin;
  const secrets: [string, string][] = [
    ['registry password', password],
    ['registry login', Buffer.from(`${user}:${password}`).toString('base64')],
    ['login of git', Buffer.from('x-access-token:').toString('base64')],
    ['webhook secret', webhookSecret],
    ['private key', privateKey.split('\n')[1] ?? ''],
  ];
  const found = secrets.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
  return /ghs_[0-9a-f]{36}/.test(text) ? [...found, 'installation token'] : found;
}

async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')))).join('\n');
}

/** Everything that people can read of a repository: comments, checks, evidence. */
async function shownOn({ view }: ModelRepository): Promise<string> {
  const pulls = view.pullRequests();
  const checks = await Promise.all(pulls.map(({ head }) => view.everyCheckRun(head.sha)));
  const branches = ['tailrace/evidence', 'tailrace/runs', 'sandbox', 'prod'];
  const files = await Promise.all(
    branches.map(async (branch) =>
      Promise.all((await view.files(branch)).map((path) => view.file(branch, path))),
    ),
  );
  return JSON.stringify([pulls, pulls.map(({ number }) => view.comments(number)), checks, files]);
}

test('a registry with a login is used, and no secret is seen anywhere', async () => {
  const model = await addModel(scenario, 'secret', { environments: '  - name: sandbox\n  - name: prod' });
  const cells = ['print(dict(os.environ), open("/proc/1/environ").read())'];
  const dockerfile = `${model.changed({}).Dockerfile}RUN env\n`;
  const number = await model.propose('feature', model.changed({ cells, dockerfile }));
  await model.merge(number);
  const promotion = model.promotionInto('prod')?.number ?? 0;
  await model.merge(promotion);
  expect((await model.told(promotion)).comment).toContain('### 🚀 churn is deployed to prod');
  expect(await model.tags()).toHaveLength(2);

  const shown = await shownOn(model);
  expect(shown).toContain('TAILRACE_DATASET_CUSTOMERS');
  expect(secretsIn(shown)).toEqual([]);
  const processes = await readFile(trace, 'utf8');
  expect(processes).toMatch(/git push/);
  expect(secretsIn(processes)).toEqual([]);
  expect(logged.join('')).toContain('the step has finished');
  expect(secretsIn(logged.join(''))).toEqual([]);
  const kept = await filesBelow(scenario.settings.dataFolder);
  expect(kept).toContain(`acme/secret`);
  expect(secretsIn(kept)).toEqual([]);
});
