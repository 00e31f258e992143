import { expect, it } from 'vitest';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

const central = 'repository: acme/gitops, branch: main';

it.each([
  `gitops: {${central}, folder: "{environment}/{name}"}`,
  'gitops: {branch: kube, folder: "{environment}"}',
  `environments: [{name: sandbox}, {name: prod, gitops: {${central}}}]`,
  // One branch for each environment, as in the model repository itself.
  'environments: [{name: a, gitops: {repository: acme/gitops, branch: a}}, {name: b, gitops: {repository: acme/gitops, branch: b}}]',
])('%s is a place of its own for every environment', (line) => {
  expect(configurationOf(`${smallest}${line}`).environments.length).toBeGreaterThan(1);
});

it('tells all that is missing at once', () => {
  expect(mistakesOf(`${smallest}gitops: {repository: acme/gitops}`).map(({ remedy }) => remedy)).toEqual([
    'Add the branch that kube-applier reads there, for example `branch: main`.',
    'Give each environment a folder of its own: `folder: "{environment}/{name}"`.',
  ]);
});

it.each([
  [
    'gitops: {repository: acme/gitops, folder: "{environment}"}',
    'gitops.repository',
    'The manifests go to `acme/gitops`, and no `branch` of it is named.',
  ],
  [
    `gitops: {${central}}`,
    'gitops.repository',
    '`qa` and `sandbox` write their manifests to the same place: `deploy/kube`.',
  ],
  [
    'gitops: {branch: kube}',
    'gitops.branch',
    '`qa` and `sandbox` write their manifests to the same place: `deploy/kube`.',
  ],
  [
    `gitops: {repository: ACME/gitops, branch: main, folder: kube}\nenvironments: [{name: a}, {name: b, gitops: {${central}, folder: kube/b}}]`,
    'environments[1].gitops.folder',
    '`b` and `a` write their manifests to the same place: `kube/b`.',
  ],
  [
    'environments: [{name: a}, {name: b, gitops: {branch: a}}]',
    'environments[1].gitops.branch',
    '`b` and `a` write their manifests to the same place: `deploy/kube`.',
  ],
  [
    'environments: [{name: a, gitops: {branch: b}}, {name: b}]',
    'environments[0].gitops.branch',
    '`b` and `a` write their manifests to the same place: `deploy/kube`.',
  ],
])('%s is a mistake', (line, path, message) => {
  expect(mistakesOf(`${smallest}${line}`)).toEqual([expect.objectContaining({ path, message })]);
});
