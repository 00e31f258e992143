import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const registryLogin = { user: 'carrier', password: 'a password for the registry' };
/** What makes it stand differently in JSON, HTML and URLs. */
const password = 'wär"haus/geheimnis&<42>';
const policy = `
rules:
  - {name: warehouse, repositories: [acme/secret], secrets: [WAREHOUSE_PASSWORD]}
`;
/** git writes down every process that it starts, with its arguments. */
const trace = join(tmpdir(), `tailrace-git-trace-${process.pid}`);
const logged: string[] = [];

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario(
    {},
    {
      registryLogin,
      operator: { policy, secrets: { WAREHOUSE_PASSWORD: password } },
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
    ['warehouse password', 'geheimnis'],
    ...inBase64('geheimnis').map((text): [string, string] => ['warehouse password in base64', text]),
  ];
  const found = secrets.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
  return /ghs_[0-9a-f]{36}/.test(text) ? [...found, 'installation token'] : found;
}

/** What base64 makes of the middle of a text, whatever stands before it. */
function inBase64(text: string): string[] {
  return ['', 'x', 'xx'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(3, 11),
  );
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

/** The ways in which a notebook may let its password out. */
const leaks = [
  'print(dict(os.environ), open("/proc/1/environ").read())',
  `import base64, sys, urllib.parse
password = os.environ["WAREHOUSE_PASSWORD"]
print(len(password), "letters:", password, json.dumps({"password": password}))
print(base64.b64encode(f"dana:{password}".encode()), urllib.parse.quote(password), file=sys.stderr)
display({"text/html": f"<b>{__import__('html').escape(password)}</b>"}, raw=True)`,
];

test('a registry with a login and a notebook with a password are used, and no secret is seen anywhere', async () => {
  const model = await addModel(scenario, 'secret', {
    environments: '  - name: sandbox\n  - name: prod',
    notebook: 'secrets: [WAREHOUSE_PASSWORD]',
  });
  const dockerfile = `${model.changed({}).Dockerfile}RUN env\n`;
  const raising = [...leaks, 'raise ValueError(password)'];
  const number = await model.propose('feature', model.changed({ cells: raising, dockerfile }));
  const failed = await model.told(number);
  expect(failed.check).toMatchObject({ conclusion: 'failure' });
  expect(failed.comment).toContain(String.raw`<code>ValueError: \*\*\*</code>`);
  await model.push('feature', model.changed({ cells: leaks, dockerfile, metrics: 'password: 1' }));
  expect((await model.told(number)).check).toMatchObject({ conclusion: 'success' });
  await model.merge(number);
  const promotion = model.promotionInto('prod')?.number ?? 0;
  await model.merge(promotion);
  expect((await model.told(promotion)).comment).toContain('### 🚀 churn is deployed to prod');
  expect(await model.tags()).toHaveLength(2);

  const shown = await shownOn(model);
  expect(shown).toContain('TAILRACE_DATASET_CUSTOMERS');
  expect(shown).toContain(`${[...password].length} letters: *** `);
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
