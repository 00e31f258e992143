import { expect, test } from 'vitest';
import { whatRuns } from '../../../src/domain/configuration/environment-plan.ts';
import { trainingFingerprint } from '../../../src/domain/inputs.ts';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

const train =
  'train: {path: ./train.ipynb, parameters: {trees: 200}, artifacts: [model/a.pkl, ./model/a.pkl]}';

test("a model is trained on the first environment's data, for every environment", () => {
  const environments = `environments:
  - {name: sandbox, datasets: {history: {path: data/small.csv}}}
  - {name: prod, datasets: {history: {path: data/big.csv}}}`;
  const configuration = configurationOf(`${smallest}${train}\n${environments}`);
  const training = {
    path: 'train.ipynb',
    parameters: { trees: 200 },
    artifacts: ['model/a.pkl'],
    environment: 'sandbox',
    datasets: [{ kind: 'path', name: 'history', path: 'data/small.csv' }],
  };
  expect(whatRuns(configuration, 'sandbox')?.training).toEqual(training);
  expect(whatRuns(configuration, 'prod')?.training).toEqual(training);
  expect(whatRuns(configurationOf(smallest), 'sandbox')?.training).toBeUndefined();
});

test.each([
  ['artifacts: [../model.pkl]', 'train.artifacts[0]'],
  ['artifacts: [/etc/passwd]', 'train.artifacts[0]'],
  ['artifacts: []', 'train.artifacts'],
])('%s is a mistake', (artifacts, path) => {
  const mistakes = mistakesOf(`${smallest}train: {path: train.ipynb, ${artifacts}}`);
  expect(mistakes).toMatchObject([{ path }]);
});

test('a notebook in a GitOps folder is no part of the source tree', () => {
  const lost = 'train: {path: deploy/kube/train.ipynb, artifacts: [a.pkl]}';
  expect(mistakesOf(`${smallest}${lost}`)[0]?.message).toContain('holds the training notebook');
});

test('the fingerprint of a training is over names, places and contents of its data', () => {
  const data = { name: 'history', place: 'data/h.csv', sha256: 'a' };
  const fingerprint = trainingFingerprint([data]);
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  for (const other of [{ sha256: 'b' }, { name: 'x' }, { place: 'y' }])
    expect(trainingFingerprint([{ ...data, ...other }])).not.toBe(fingerprint);
});
