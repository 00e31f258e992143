import { expect, it } from 'vitest';
import { gitOpsFolders } from '../../../src/domain/configuration/gitops-folders.ts';
import { configurationOf, mistakesOf, smallest } from './reading.ts';

it('lists each folder once, placeholders replaced', () => {
  const own =
    'environments: [{name: b}, {name: a, gitops: {folder: "kube/{environment}"}}, {name: c, gitops: {folder: ./z/}}]';
  expect(gitOpsFolders(configurationOf(smallest))).toEqual(['deploy/kube']);
  expect(gitOpsFolders(configurationOf(`${smallest}${own}`))).toEqual(['deploy/kube', 'kube/a', 'z']);
});

it.each([
  ['.tailrace.yml', 'the configuration'],
  ['build', 'the Dockerfile'],
  ['context', "the build's context"],
  ['data/raw', 'the dataset'],
  ['deploy', 'the templates'],
])('the folder %s is refused: it holds %s', (folder, what) => {
  const [mistake] = mistakesOf(`notebook: a.ipynb
image: {repository: r.example.com/acme/churn, dockerfile: build/Dockerfile, context: context/model}
datasets: {customers: {path: data/raw/c.csv}}
templates: deploy/templates
environments: [{name: sandbox}, {name: prod, gitops: {folder: ${folder}}}]
`);
  expect(mistake).toMatchObject({
    line: 5,
    path: 'environments[1].gitops.folder',
    message: expect.stringContaining(`holds ${what}`),
  });
});

it('a folder whose name only begins alike is another folder', () => {
  expect(gitOpsFolders(configurationOf('notebook: deploy/kube2/a.ipynb\nimage: acme/churn'))).toEqual([
    'deploy/kube',
  ]);
});
