import { expect, test } from 'vitest';
import { formatGrant, parseGrant } from '../../src/domain/permissions/grant.ts';
import { positionIn, usualGrants } from '../../src/domain/permissions/rights.ts';
import { configurationOf, mistakesOf, smallest } from './configuration/reading.ts';

test.each([
  ['maintain', 'role maintain'],
  ['@dana', '@dana'],
  ['@acme/oncall', '@acme/oncall'],
])('%s grants %s', (written, formatted) => {
  const grant = parseGrant(written);
  expect(grant && formatGrant(grant)).toBe(formatted);
});

test.each(['', 'none', 'owner', 'dana', '@', '@acme/', '@acme/a/b', '@da na', 'Maintain'])(
  '%j grants nothing',
  (written) => {
    expect(parseGrant(written)).toBeUndefined();
  },
);

test('the first, the last and those between have their usual roles; one that stands alone is the first', () => {
  const names = ['a', 'b', 'c', 'd'];
  const usual = names.map((name) => usualGrants(positionIn(names, name)).map(formatGrant).join());
  expect(usual).toEqual(['role write', 'role maintain', 'role maintain', 'role admin']);
  expect(positionIn(['a'], 'a')).toBe('first');
});

test('the permissions of an environment are read, and mistakes in them are explained', () => {
  const of = (list: string) => `${smallest}environments: [{name: prod, permissions: {rollback: ${list}}}]`;
  expect(configurationOf(of('[maintain, "@acme/oncall"]')).environments[0]?.permissions).toEqual({
    rollback: [
      { kind: 'role', role: 'maintain' },
      { kind: 'team', organization: 'acme', slug: 'oncall' },
    ],
  });
  expect(mistakesOf(of('[owner]'))).toMatchObject([
    {
      message: expect.stringContaining('names no role, person or team'),
      path: 'environments[0].permissions.rollback[0]',
    },
  ]);
  expect(mistakesOf(of('[]'))).toHaveLength(1);
});
