import { expect, test } from 'vitest';
import { readComment } from '../../../src/domain/commands/read-comment.ts';

test.each([
  ['rollback prod', { name: 'rollback', environment: 'prod' }],
  ['rollback prod to 1a2b3c4', { name: 'rollback', environment: 'prod', release: '1a2b3c4' }],
  ['rollback prod to #12', { name: 'rollback', environment: 'prod', release: '#12' }],
  ['rollback prod TO v1.2 because prices are wrong', { release: 'v1.2', because: 'prices are wrong' }],
  ['rollback prod because to be safe', { because: 'to be safe' }],
  ['hold prod', { name: 'hold', environment: 'prod' }],
  ['hold prod for 2h', { end: { way: 'for', text: '2h' } }],
  ['hold prod until tomorrow 8:00', { end: { way: 'until', text: 'tomorrow 8:00' } }],
  [
    'hold prod Until 2026-12-01 08:00 because audit',
    { end: { way: 'until', text: '2026-12-01 08:00' }, because: 'audit' },
  ],
  ['unhold prod', { name: 'unhold', environment: 'prod' }],
])('%s', (text, command) => {
  expect(readComment(`/tailrace ${text}`)).toMatchObject([{ kind: 'command', command }]);
});

test.each([
  'rollback',
  'rollback prod to',
  'rollback prod 1a2b3c4',
  'rollback prod to a b',
  'rollback prod to !!',
  'rollback prod because',
  'hold',
  'hold prod until',
  'hold prod since monday',
  `hold prod until ${'x'.repeat(80)}`,
  'unhold',
  'unhold prod qa',
])('%s is a mistake', (text) => {
  expect(readComment(`/tailrace ${text}`)).toMatchObject([{ kind: 'mistake' }]);
});
