import { expect, test } from 'vitest';
import { removedObjects } from '../../../src/domain/manifests/removed-objects.ts';

const object = (kind: string, name: string, namespace = 'churn-prod') =>
  `kind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;
const service = object('Service', 'churn');

test.each([
  ['nothing where all are there', [service], [service], []],
  ['an object whose file is gone', [service, object('Secret', 'a')], [service], ['Secret a']],
  [
    'an object that is gone from within a file',
    [`${service}---\n${object('Secret', 'a')}`],
    [service],
    ['Secret a'],
  ],
  [
    'one that moved to another namespace',
    [service],
    [object('Service', 'churn', 'other')],
    ['Service churn'],
  ],
  ['one of the same name and another kind', [object('Secret', 'churn')], [service], ['Secret churn']],
  ['nothing of what is no manifest', ['{{', 'kind: 3', ''], [], []],
  ['all where nothing is left', [service], [], ['Service churn']],
])('%s', (_, before, after, expected) => {
  const removed = removedObjects(before, after);
  expect(removed.map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected);
});
