import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Act,
  type Boundary,
  type CrashHouse,
  nameOf,
  startCrashHouse,
} from '../support/crash/matrix.ts';
import type { ModelRepository } from '../support/model-repository.ts';
import { onEngine, ranNotebook } from '../support/stored-runs.ts';

/** `npm run test:crash` goes through every boundary; here, those where something is done outside and nobody knows it yet. */
const chosen: readonly { readonly act: Act; readonly rule: RegExp }[] = [
  { act: 'merge', rule: /^deliver-branch \w+: (evidence|manifests) finishes$/ },
  { act: 'promotion', rule: /^POST .*(receive-pack|pulls) is done, not answered$/ },
];
const names = ['reference', 'road-1', 'road-2'];

let house: CrashHouse;
let models: readonly ModelRepository[];
beforeAll(async () => {
  house = await startCrashHouse();
  models = await house.addModels(names);
});
afterAll(() => house?.stop());

const soon = { timeout: 60_000, interval: 20 };
const runsOf = async ({ repository }: ModelRepository) =>
  (await house.runs()).filter(({ key }) => key.startsWith(`test:${repository}#1`));

test('killed while notebooks run: they are run again, and nothing is doubled or left behind', async () => {
  for (const model of models) await house.begin('pull request', model);
  await expect
    .poll(async () => onEngine(await house.runs()), soon)
    .toContainEqual(expect.stringMatching(/notebook running$/));
  await house.killAndComeBack();

  expect(await house.leftovers()).toEqual([]);
  for (const model of models) {
    const { check, comment } = await model.told(1);
    expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'success' });
    expect(comment).toContain('### ✅ churn passed its test for sandbox');
    expect(await model.view.everyCheckRun('feature')).toHaveLength(1);
    expect((await runsOf(model)).filter(ranNotebook)).toMatchObject([{ status: 'done' }]);
    expect(await model.tags()).toEqual([expect.stringMatching(/^tree-/)]);
  }
  const runs = (await Promise.all(models.map(runsOf))).flat();
  const attempts = runs.flatMap(({ steps }) =>
    Object.entries(steps).flatMap(([name, times]) => (/^(training$|notebook in )/.test(name) ? [times] : [])),
  );
  expect(Math.max(...attempts)).toBe(2);
});

test('killed while data is checked: it is checked again, and nothing is doubled or left behind', async () => {
  const settings = 'data_checks: {customers: {rows: {min: 1}}}';
  const [model] = await house.addModels(['checked'], { model: { settings } });
  if (!model) throw new Error('there is no model');
  await house.begin('pull request', model);
  await expect
    .poll(async () => onEngine(await house.runs()), soon)
    .toContainEqual(expect.stringMatching(/check-customers running$/));
  await house.killAndComeBack();

  expect(await house.leftovers()).toEqual([]);
  const { check } = await model.told(1);
  expect(check).toMatchObject({ conclusion: 'success', title: 'rate 0.25, 1 of 1 gate, 1 of 1 data check' });
  expect(await model.view.everyCheckRun('feature')).toHaveLength(1);
  const [run, ...others] = (await runsOf(model)).filter(ranNotebook);
  expect(others).toEqual([]);
  const attempts = Object.entries(run?.steps ?? {}).filter(([step]) =>
    /^(notebook in|data check) /.test(step),
  );
  expect(attempts.map(([step, times]) => [step.split(' ')[0], times])).toEqual([
    ['notebook', 1],
    ['data', 2],
  ]);
});

test.each(chosen)('killed on the way of a $act: what was done is found again', async ({ act, rule }) => {
  const [undisturbed, ...others] = models;
  if (!undisturbed) throw new Error('there is no reference');
  const { boundaries, end } = await house.walk(act, undisturbed);
  const wanted = boundaries.filter((boundary: Boundary) => rule.test(nameOf(boundary)));
  expect(wanted.map(nameOf)).toHaveLength(others.length);
  await house.crash(
    act,
    others.map((model, index) => ({ model, boundary: wanted[index] })),
  );

  for (const [index, model] of others.entries())
    expect.soft(await house.endOf(model), wanted.map(nameOf)[index]).toBe(end);
  expect(await house.leftovers()).toEqual([]);
});
