import { expect, test } from 'vitest';
import { asked, checkFor, type Files } from './permission-stubs.ts';

const overwrite = asked('/tailrace promote prod overwrite');
const prodSays = (permissions: string): Files => ({
  prod: `environments: [{name: sandbox}, {name: prod, permissions: ${permissions}}]`,
});

test('who may is said by the branch of the environment alone', async () => {
  const files = prodSays('{override: [maintain]}');
  expect(await checkFor(overwrite, { role: 'maintain', files })).toMatchObject({
    ...{ kind: 'allowed', environment: 'prod', permission: 'role maintain' },
  });
  const elsewhere = { sandbox: files.prod ?? '' };
  expect(await checkFor(overwrite, { role: 'maintain', files: elsewhere })).toMatchObject({
    kind: 'not-allowed',
  });
});

test('a list says who, and nobody else: no administrator that is not named', async () => {
  const files = prodSays('{override: ["@acme/oncall", "@Dana"]}');
  expect(await checkFor(overwrite, { role: 'read', teams: [], files })).toMatchObject({
    ...{ kind: 'allowed', permission: '@Dana' },
  });
  const team = prodSays('{override: ["@acme/oncall", "@acme/risk"]}');
  expect(await checkFor(overwrite, { role: 'read', teams: ['acme/risk'], files: team })).toMatchObject({
    ...{ kind: 'allowed', permission: '@acme/risk' },
  });
  const refused = await checkFor(overwrite, { role: 'admin', teams: [], files: team });
  expect(refused).toMatchObject({ kind: 'not-allowed', permission: 'role admin' });
  expect(refused).toHaveProperty(
    'answer.text',
    expect.stringContaining('is for the team <code>acme/oncall</code>'),
  );
});

test('where the forge can not tell, nobody may, and that is said', async () => {
  const away = await checkFor(overwrite, { role: undefined });
  expect(away).toMatchObject({ kind: 'not-known', environment: 'prod' });
  expect(away).toHaveProperty(
    'answer.text',
    expect.stringContaining('the forge could not tell what dana may do'),
  );
  const files = prodSays('{override: ["@acme/oncall"]}');
  expect(await checkFor(overwrite, { role: 'admin', files })).toMatchObject({ kind: 'not-known' });
});

test('a file with mistakes lets administrators in only', async () => {
  const files = { sandbox: 'nonsense: 1' };
  const inSandbox = asked('/tailrace promote sandbox overwrite');
  expect(await checkFor(inSandbox, { role: 'maintain', files })).toMatchObject({ kind: 'not-allowed' });
  expect(await checkFor(inSandbox, { role: 'admin', files })).toMatchObject({ kind: 'allowed' });
});

test('an environment that there is not is named, with those that there are', async () => {
  const found = await checkFor(asked('/tailrace promote porter overwrite'), { role: 'admin' });
  expect(found).toMatchObject({ kind: 'nowhere', environment: 'porter' });
  expect(found).toHaveProperty(
    'answer.text',
    expect.stringMatching(/no environment <code>porter<\/code> here[\s\S]*uat/),
  );
});
