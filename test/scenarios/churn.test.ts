import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { churnExample } from '../support/churn-example.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const docker = new Docker();
const repository = 'acme/customers';
let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

/** Milliseconds: on a fresh machine the image's packages are installed and pushed for the first time. */
const firstTime = 900_000;

test('what was tested is what is served: the promoted digest answers with the model file that the evidence names', {
  timeout: firstTime,
}, async () => {
  const { forge, dana, settled, registry } = scenario;
  const files = churnExample(`${registry.host}/${registry.path(repository)}`);
  const branches = ['sandbox', 'qa', 'uat', 'prod'];
  const view = await forge.createRepository({ owner: 'acme', name: 'customers', branches, files });
  const push = {
    repository,
    branch: 'sandbox',
    message: 'Speak of the model',
    files: { 'README.md': '# churn\n' },
  };
  const release = await dana.push(push);
  await settled();
  const promotion = view.pullRequests('open').find(({ base }) => base.branch === 'qa');
  expect(view.comments(promotion?.number ?? 0)[0]?.body).toContain(
    '✅ customers passed its test for qa: 2 of 2 gates hold',
  );
  await dana.merge(repository, promotion?.number ?? 0, 'merge');
  await settled();
  for (const open of view.pullRequests('open')) expect(view.comments(open.number)).toHaveLength(1);

  const folder = `releases/${release}/qa/1`;
  const record = recordSchema.parse(
    JSON.parse(await view.file('tailrace/evidence', `${folder}/record.json`)),
  );
  const plots = (await view.files('tailrace/evidence')).filter((path) => path.startsWith(`${folder}/plots/`));
  const notebook = await view.file('tailrace/evidence', `${folder}/notebook.ipynb`);
  const [, tested] = /has the SHA-256 ([0-9a-f]{64})/.exec(notebook) ?? [];
  expect(plots).toHaveLength(2);
  expect(record.metrics.auc).toBeGreaterThan(0.8);

  const deployed = await view.file('qa', 'deploy/kube/10-deployment.yaml');
  expect(deployed).toContain(`${record.image.repository}@${record.image.digest}`);
  const served = await serve(`${record.image.repository}@${record.image.digest}`, async (url) => ({
    health: await (await fetch(`${url}/healthz`)).json(),
    prediction: await predict(url),
  }));
  expect(served.health).toMatchObject({ model_sha256: tested });
  expect(served.prediction.status).toBe(200);
});

const recordSchema = z.object({
  image: z.object({ repository: z.string(), digest: z.string() }),
  metrics: z.object({ auc: z.number() }),
});

function predict(url: string): Promise<Response> {
  const customer = {
    age: 50,
    region: 'north',
    tenure_months: 3,
    monthly_charges: 80,
    support_calls: 4,
    contract: 'monthly',
  };
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/predict`, { method: 'POST', headers, body: JSON.stringify({ rows: [customer] }) });
}

/** Runs an image by its digest, as a cluster would, and asks it. */
async function serve<T>(image: string, ask: (url: string) => Promise<T>): Promise<T> {
  const ports = { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] };
  const container = await docker.createContainer({
    Image: image,
    HostConfig: { PortBindings: ports, Init: true },
  });
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const url = `http://127.0.0.1:${NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort}`;
    await vi.waitUntil(
      () =>
        fetch(`${url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 60_000, interval: 200 },
    );
    return await ask(url);
  } finally {
    await container.remove({ force: true });
  }
}
