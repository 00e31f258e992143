import { afterEach, beforeEach, expect, test } from 'vitest';
import { planGuarding } from '../../../src/pipelines/testing/plan-guarding.ts';
import { ruleOf } from '../../domain/policy/reading.ts';
import { bareRepository, repository } from '../bare-repository.ts';

let on: ReturnType<typeof bareRepository>;
beforeEach(() => {
  on = bareRepository();
});
afterEach(() => on.remove());

const operator = { policy: ruleOf('secrets: [A], ceilings: {cpu: 4}'), secrets: { A: 'value of a' } };
const environments = 'environments: [{name: sandbox}]\n';

interface Rules {
  readonly max: number;
  readonly cpu: number;
  readonly secrets?: string;
}

function treeOf({ max, cpu, secrets = '[]' }: Rules): Promise<string> {
  const notebook = `{path: a.ipynb, resources: {cpu: ${cpu}}, secrets: ${secrets}}`;
  const gates = `gates: [{metric: rate, max: ${max}}]`;
  return on.tree({
    '.tailrace.yml': `image: registry.example.com/acme/churn\nnotebook: ${notebook}\n${gates}\n${environments}`,
  });
}

async function guardingOf(standing: Rules | undefined, proposed: Rules, fork = false) {
  const base = standing ? await treeOf(standing) : await on.tree({ 'a.ipynb': '{}' });
  const head = await treeOf(proposed);
  const tips = { base, baseBranch: 'sandbox', head, fork };
  const guarding = await planGuarding({ git: on.git, operator }, repository, tips);
  if (!guarding || 'title' in guarding) throw new Error('nothing guards it');
  const { guards, withheld, firstSetUp, refused } = guarding;
  const { gates, resources, secrets } = guards;
  return { max: gates[0]?.max, cpu: resources.cpuCores, secrets, withheld, firstSetUp, refused };
}

test("the base's rules guard, secrets among them", async () => {
  expect(await guardingOf({ max: 0.1, cpu: 1, secrets: '[A]' }, { max: 0.9, cpu: 2, secrets: '[]' })).toEqual(
    { max: 0.1, cpu: 1, secrets: ['A'], withheld: [], firstSetUp: false, refused: false },
  );
});

test('the first set-up brings its own rules, and no secrets', async () => {
  expect(await guardingOf(undefined, { max: 0.9, cpu: 2, secrets: '[A]' })).toEqual({
    max: 0.9,
    cpu: 2,
    secrets: [],
    withheld: ['A'],
    firstSetUp: true,
    refused: false,
  });
});

test('a fork gets no secrets', async () => {
  const rules = { max: 0.1, cpu: 1, secrets: '[A]' };
  expect(await guardingOf(rules, rules, true)).toMatchObject({ secrets: [], withheld: ['A'] });
});

test('where the operator no longer allows what the base asks for, its gates stand nevertheless', async () => {
  expect(await guardingOf({ max: 0.1, cpu: 8 }, { max: 0.9, cpu: 2, secrets: '[A]' })).toEqual({
    max: 0.1,
    cpu: 2,
    secrets: [],
    withheld: ['A'],
    firstSetUp: false,
    refused: true,
  });
});
