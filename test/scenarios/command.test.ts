import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

const policy = `
rules:
  - {name: warehouse, repositories: ["acme/*"], secrets: [WAREHOUSE_PASSWORD]}
`;

let scenario: Scenario;
beforeAll(async () => {
  const secrets = { WAREHOUSE_PASSWORD: 'geheimnis-4711' };
  scenario = await startScenario({}, { operator: { policy, secrets } });
});
afterAll(() => scenario?.stop());

/** A shell is all that the image has: no Python, and nothing of our own is added to it. */
const dockerfileOn = (image: string) => `FROM ${image} AS tools
FROM scratch
COPY --from=tools /bin/sh /bin/cat /bin/
COPY --from=tools /lib /lib
COPY --from=tools /lib64 /lib64
WORKDIR /app
COPY evaluate.sh ./
ENTRYPOINT ["/bin/cat"]
EXPOSE 8080
`;

const evaluation = `set -e
echo "parameters $(cat "$TAILRACE_PARAMETERS")"
while read -r line; do last=$line; done < "$TAILRACE_DATASET_CUSTOMERS"
echo "last customer $last, password $WAREHOUSE_PASSWORD"
echo '{"rate": 0.25}' > metrics.json
`;

test('a command tests a model without a notebook, in an image without Python, and its release is promoted', async () => {
  const environments =
    '  - name: sandbox\n  - {name: prod, notebook: {command: [sh, evaluate.sh, again]}, parameters: {threshold: 0.6}}';
  const model = await addModel(scenario, 'shell', {
    notebook: 'secrets: [WAREHOUSE_PASSWORD]',
    environments,
    dockerfile: dockerfileOn(scenario.base.papermillImage),
  });
  const configuration = (command: string) =>
    (model.changed({})['.tailrace.yml'] ?? '').replace(
      'path: notebooks/evaluate.ipynb',
      `command: ${command}`,
    );
  const number = await model.propose('feature', {
    '.tailrace.yml': configuration('[sh, evaluate.sh]'),
    'evaluate.sh': `${evaluation}exit 3\n`,
    'notebooks/evaluate.ipynb': null,
  });
  const failed = await model.told(number);
  expect(failed.check).toMatchObject({
    conclusion: 'failure',
    title: 'churn failed its test for sandbox: The command ended with exit code 3',
  });
  expect(failed.comment).toContain('password ***');
  expect(failed.comment).toContain('Log of the command');
  expect(failed.comment).not.toMatch(/cell|notebook|geheimnis/i);

  await model.push('feature', { 'evaluate.sh': evaluation });
  const passed = await model.told(number);
  expect(passed.check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 1 gate' });
  expect(passed.comment).toContain('<code>sh evaluate.sh</code> ended with exit code 0, in ');
  expect(passed.comment).not.toMatch(/cell|notebook/i);

  await model.merge(number);
  expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  const promotion = await model.told(model.promotionInto('prod')?.number ?? 0);
  expect(promotion.check).toMatchObject({ conclusion: 'success' });
  expect(promotion.comment).toContain('<code>sh evaluate.sh again</code> ended with exit code 0');

  const evidence = await model.view.files('tailrace/evidence');
  const log = evidence.find((path) => path.endsWith('logs/command.log')) ?? '';
  expect(await model.view.file('tailrace/evidence', log)).toBe(
    'parameters {"threshold":0.5}\nlast customer 99,0, password ***\n',
  );
  expect(evidence.filter((path) => path.endsWith('.ipynb'))).toEqual([]);
});
