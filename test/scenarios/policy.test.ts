import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const policy = `
rules:
  - name: risk
    repositories: [acme/strict]
    kinds: [Deployment, ConfigMap]
    secrets: [WAREHOUSE_PASSWORD]
    namespaces: ["{name}-*"]
  - name: everybody
    repositories: ["acme/*"]
    secrets: [WAREHOUSE_PASSWORD]
    network: true
`;

let scenario: Scenario;
beforeAll(async () => {
  const secrets = { WAREHOUSE_PASSWORD: 'the password of the warehouse' };
  scenario = await startScenario({}, { operator: { policy, secrets } });
});
afterAll(() => scenario?.stop());

const sandbox = '  - {name: sandbox, namespace: strict-sandbox}';
const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\ndata: {image: "${image}"}\n';

test('what the operator does not allow is refused by its rule before anything is built', async () => {
  const model = await addModel(scenario, 'strict', { environments: sandbox });
  const environments = '  - {name: sandbox, notebook: {network: true, secrets: [WAREHOUSE_PASSWORD, ROOT]}}';
  const number = await model.propose('feature', model.changed({ environments }));
  const asked = await model.told(number);
  expect(asked.check).toMatchObject({ conclusion: 'failure', title: '.tailrace.yml has 3 mistakes' });
  expect(asked.comment).toContain('Network is not allowed by the rule `risk`.');
  expect(asked.comment).toContain('The secret `ROOT` is not allowed by the rule `risk`.');
  expect(asked.comment).toContain('The namespace `churn-sandbox` is not allowed by the rule `risk`.');

  const templates = model.changed({ settings: 'templates: templates', greeting: 'templates' });
  await model.push('feature', { ...templates, 'templates/keys.yaml': secret });
  const rendered = await model.told(number);
  expect(rendered.check).toMatchObject({ conclusion: 'failure', title: 'the manifests have mistakes' });
  expect(rendered.comment).toContain('<code>keys.yaml</code> line 1: The kind `Secret` is not allowed');
  expect(rendered.comment).toContain(
    'by the rule `risk`. Use `Deployment`, `ConfigMap`, or ask the operator',
  );
  await model.expectUntouched();
});

const looksAround = `import socket
found = {"network": [name for _, name in socket.if_nameindex() if name != "lo"] != [], "secret": "WAREHOUSE_PASSWORD" in os.environ}
print("found", found)`;

test('a notebook has network and secrets where it may; a first set-up has no secret before its merge', async () => {
  const before = { '.tailrace.yml': null };
  const notebook = 'network: true\n  secrets: [WAREHOUSE_PASSWORD]';
  const asking = { environments: '  - name: sandbox', notebook, cells: [looksAround] };
  const model = await addModel(scenario, 'asking', asking, before);
  const number = await model.propose('set-up', model.changed({}));
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(comment).toContain('**Without secrets:** this run did not get <code>WAREHOUSE\\_PASSWORD</code>');
  expect(comment).toContain('once the test has passed there with its new limits, network or secrets.');

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  const printed = async (folder: RegExp) => {
    const path = (await model.view.files('tailrace/runs')).find((file) => folder.test(file)) ?? '';
    return model.view.file('tailrace/runs', path);
  };
  expect(await printed(/^pulls\/.*notebook\.ipynb$/)).toContain("found {'network': True, 'secret': False}");
  expect(await printed(/^pushes\/.*notebook\.ipynb$/)).toContain("found {'network': True, 'secret': True}");
});
