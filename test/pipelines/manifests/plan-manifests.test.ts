import { afterEach, beforeEach, expect, test } from 'vitest';
import { whatGuards, whatRuns } from '../../../src/domain/configuration/environment-plan.ts';
import { PersonError } from '../../../src/domain/person-error.ts';
import { planManifests } from '../../../src/pipelines/manifests/plan-manifests.ts';
import { configurationOf, smallest } from '../../domain/configuration/reading.ts';
import { someCommit } from '../../domain/results.ts';
import { bareRepository, repository } from '../bare-repository.ts';

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

const location = { repository, branch: 'sandbox', folder: 'deploy/kube' };
const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {image: "${image}"}\n';

/** The plan for `sandbox` with these lines in `.tailrace.yml`, of an image that exposes these ports. */
async function planOf(lines: string, exposedPorts: number[], files: Record<string, string> = { x: '' }) {
  const configuration = configurationOf(`${smallest}${lines}`);
  const runs = whatRuns(configuration, 'sandbox');
  const guards = whatGuards(configuration, 'sandbox');
  if (!runs || !guards) throw new Error('there is no sandbox');
  const image = {
    repository: 'registry.example.com/acme/churn',
    digest: `sha256:${'d'.repeat(64)}`,
    exposedPorts,
  };
  const release = { commit: someCommit, sourceTree: await on.tree(files), image };
  return planManifests(on.git, { repository, environment: 'sandbox', release, runs, guards, location });
}

const pathsIn = (plan: Awaited<ReturnType<typeof planOf>>) =>
  plan.nothingServed ?? plan.files.map(({ path }) => path);

test('our own manifests, on the port that the image exposes', async () => {
  const plan = await planOf('', [9000]);
  expect(pathsIn(plan)).toEqual([
    '10-deployment.yaml',
    '20-service.yaml',
    '30-horizontal-pod-autoscaler.yaml',
    '40-pod-disruption-budget.yaml',
  ]);
  expect(plan).toMatchObject({ location });
  expect(plan.files[0]?.content).toContain('9000');
});

test("the repository's templates instead, whatever the image exposes", async () => {
  const plan = await planOf('templates: deploy/templates', [], {
    'deploy/templates/settings.yaml': template,
  });
  expect(pathsIn(plan)).toEqual(['settings.yaml']);
  expect(plan.files[0]?.content).toContain(`@sha256:${'d'.repeat(64)}`);
});

test('`serve: false` wins over templates and ports', async () => {
  const files = { 'deploy/templates/settings.yaml': template };
  const plan = await planOf('serve: false\ntemplates: deploy/templates', [8080], files);
  expect(plan).toEqual({
    location,
    files: [],
    nothingServed: 'the configuration says `serve: false`.',
  });
});

test('an image without a port serves nothing', async () => {
  expect(pathsIn(await planOf('', []))).toBe(
    'the image exposes no port, and the configuration has no `serve`.',
  );
});

test.each([
  ['several ports', '', [8080, 9090], {}],
  ['a template with a mistake', 'templates: t', [], { 't/a.yaml': 'kind: {' }],
])('%s are for a person to mend', async (_, lines, ports, files) => {
  const error = await planOf(lines, ports, files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PersonError);
  expect(error).toMatchObject({ title: 'the manifests have mistakes' });
});
