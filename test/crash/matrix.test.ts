import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Act,
  acts,
  type CrashHouse,
  nameOf,
  type Passage,
  type Road,
  roadsAtOnce,
  startCrashHouse,
} from '../support/crash/matrix.ts';

let house: CrashHouse;
const reference = new Map<Act, Passage>();
const roads: Road['model'][] = [];

beforeAll(async () => {
  house = await startCrashHouse();
  for (const model of await house.addModels(['reference']))
    for (const act of acts) reference.set(act, await house.walk(act, model));
  const most = Math.max(...[...reference.values()].map(({ boundaries }) => boundaries.length));
  const names = Array.from({ length: most }, (_, index) => `road-${index + 1}`);
  roads.push(...(await house.addModels(names)));
});
afterAll(() => house?.stop());

/** What the undisturbed act passed and came to. */
function passageOf(act: Act): Passage {
  const passage = reference.get(act);
  if (!passage) throw new Error(`nobody walked the ${act}`);
  return passage;
}

test('every step of the step table is a boundary, at its beginning and at its end', async () => {
  const passed = acts.flatMap((act) => passageOf(act).boundaries.map(nameOf));
  const steps = (await house.runs())
    .filter(({ key }) => key.includes('acme/reference') && !key.endsWith('feature'))
    .flatMap((run) => Object.keys(run.steps).map((step) => step.replace(/sha256:\w+/, 'the image')));
  expect(steps).not.toEqual([]);
  for (const step of steps) {
    expect(passed).toContainEqual(expect.stringContaining(`: ${step} begins`));
    expect(passed).toContainEqual(expect.stringContaining(`: ${step} finishes`));
  }
});

test.each(acts)('killed at each boundary of a %s, it ends as without', async (act) => {
  const { boundaries, end } = passageOf(act);
  const all = roads.map((model, index) => ({ model, boundary: boundaries[index] }));
  for (let first = 0; first < all.length; first += roadsAtOnce) {
    const batch = all.slice(first, first + roadsAtOnce);
    console.info(`${act}: ${batch.flatMap(({ boundary }) => (boundary ? nameOf(boundary) : [])).join(', ')}`);
    await house.crash(act, batch);
    for (const { model, boundary } of batch)
      expect.soft(await house.endOf(model), boundary ? nameOf(boundary) : 'not disturbed').toBe(end);
    expect(await house.leftovers()).toEqual([]);
  }
});
