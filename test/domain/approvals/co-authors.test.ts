import { expect, test } from 'vitest';
import { addressesOf } from '../../../src/domain/approvals/co-authors.ts';

const author = { email: 'Dana@People.example' };

test.each<[string, string, string[]]>([
  ['alone', 'Change the model', ['dana@people.example']],
  [
    'with others, however the trailer is written',
    'Change\n\nCo-authored-by: Ann <ann@x.example>\nCO-AUTHORED-BY:  <Bob@x.example> \r\n',
    ['dana@people.example', 'ann@x.example', 'bob@x.example'],
  ],
  [
    'of several commits squashed into one',
    '* One\n\nCo-authored-by: Ann <ann@x.example>\n\n* Two\n\nCo-authored-by: Ann <ann@x.example>',
    ['dana@people.example', 'ann@x.example'],
  ],
  ['where the trailer is only spoken of', 'Say Co-authored-by: Ann <ann@x.example>', ['dana@people.example']],
  ['where it has no address', 'Change\n\nCo-authored-by: Ann', ['dana@people.example']],
])('written %s', (_, message, expected) => {
  expect(addressesOf({ author, message })).toEqual(expected);
});
