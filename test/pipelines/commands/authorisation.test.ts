import { describe, expect, test } from 'vitest';
import { type CommandName, commandNames } from '../../../src/domain/commands/command.ts';
import type { Role } from '../../../src/domain/permissions/role.ts';
import { asked, checkFor } from './permission-stubs.ts';

/** From nothing to everything. */
const roles: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
const environments = ['sandbox', 'qa', 'uat', 'prod'] as const;
type Environment = (typeof environments)[number];

/** As it was agreed with people: nothing here is taken from the code that decides. */
const usual: Readonly<Record<Environment, readonly Role[]>> = {
  sandbox: ['write', 'maintain', 'admin'],
  qa: ['maintain', 'admin'],
  uat: ['maintain', 'admin'],
  prod: ['admin'],
};
const readers: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];
const writers: readonly Role[] = ['write', 'maintain', 'admin'];
const everywhere = (who: readonly Role[]) => ({ sandbox: who, qa: who, uat: who, prod: who });

/** What is written for an environment, and who may have it carried out there. */
const agreed: Readonly<
  Record<CommandName, { readonly line: string; readonly who: Readonly<Record<Environment, readonly Role[]>> }>
> = {
  rollback: { line: '/rollback ENVIRONMENT because prices are wrong', who: usual },
  promote: { line: '/tailrace promote ENVIRONMENT overwrite', who: usual },
  hold: { line: '/hold ENVIRONMENT for 2h', who: usual },
  unhold: { line: '/unhold ENVIRONMENT', who: usual },
  override: { line: '/override auc because the labels are late', who: usual },
  retry: { line: '/retry', who: everywhere(writers) },
  run: { line: '/run threshold=0.3', who: everywhere(writers) },
  cancel: { line: '/cancel', who: everywhere(writers) },
  'approve-run': { line: '/approve-run 1a2b3c4', who: everywhere(writers) },
  status: { line: '/status', who: everywhere(readers) },
  diff: { line: '/diff ENVIRONMENT', who: everywhere(readers) },
  history: { line: '/history ENVIRONMENT', who: everywhere(readers) },
  help: { line: '/help', who: everywhere(readers) },
};

const cases = Object.entries(agreed).flatMap(([name, { line, who }]) =>
  environments.flatMap((environment) =>
    roles.flatMap((role) =>
      [false, true].flatMap((fork) =>
        [false, true].map((edited) => ({
          ...{ name, line: line.replace('ENVIRONMENT', environment), environment, role, fork, edited },
          may: who[environment].includes(role),
        })),
      ),
    ),
  ),
);

test('every command is in the matrix', () => {
  expect(Object.keys(agreed).toSorted()).toEqual(commandNames.toSorted());
  expect(cases).toHaveLength(commandNames.length * environments.length * roles.length * 4);
});

describe.each(commandNames)('%s', (name) => {
  const own = cases.filter((each) => each.name === name);
  test.each(own)('$line by $role, from a fork: $fork, edited: $edited → $may', async (each) => {
    const { line, environment, role, fork, edited, may } = each;
    const found = await checkFor(asked(line, { edited }), { role, fork, base: environment });
    expect(found.kind === 'allowed').toBe(may);
    expect(found.permission).toBe(`role ${role}`);
  });
});
