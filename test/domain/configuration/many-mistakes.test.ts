import { describe, expect, it } from 'vitest';
import { mistakesOf, smallest } from './reading.ts';

describe('several mistakes', () => {
  it('are told at once, in the order of the file', () => {
    const mistakes = mistakesOf(`image: registry.example.com/acme/churn:latest
notebook:
  path: evaluate.ipynb
  timeout: 30
gates:
  - {metric: auc, mim: 0.8}
gitops: {folder: deploy}
templates: deploy/templates
`);
    expect(mistakes.map(({ line, column, path }) => [line, column, path])).toEqual([
      [1, 1, 'image'],
      [4, 3, 'notebook.timeout'],
      [6, 19, 'gates[0].mim'],
      [7, 10, 'gitops.folder'],
    ]);
  });

  it('of one place in every environment are told once', () => {
    expect(mistakesOf(`${smallest}serve:\n  replicas: {max: 1}\n`)).toHaveLength(1);
  });

  it('do not make up others in what they hide', () => {
    const name = 'x'.repeat(60);
    const mistakes = mistakesOf(`${smallest}name: ${name}\nenvironments: [{nam: prod, namespace: p}]\n`);
    expect(mistakes.map(({ path }) => path)).toEqual(['environments[0].name', 'environments[0].nam']);
  });
});

it('text of the file can not leave its code span', () => {
  const [mistake] = mistakesOf(`${smallest}"a\`\\n@acme/all": 1\n`);
  expect(mistake?.message).toBe("`a' @acme/all` is not a key of the file.");
});
