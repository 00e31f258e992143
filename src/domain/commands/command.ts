import { z } from 'zod';
import type { Need } from '../permissions/rights.ts';
import type { CommandSpec } from './spec.ts';
import { approveRun, approveRunSchema } from './specs/approve-run.ts';
import { cancel, cancelSchema } from './specs/cancel.ts';
import { diff, diffSchema } from './specs/diff.ts';
import { help, helpSchema } from './specs/help.ts';
import { history, historySchema } from './specs/history.ts';
import { hold, holdCommandSchema } from './specs/hold.ts';
import { override, overrideCommandSchema } from './specs/override.ts';
import { promote, promoteSchema } from './specs/promote.ts';
import { retry, retrySchema } from './specs/retry.ts';
import { rollback, rollbackSchema } from './specs/rollback.ts';
import { run, runSchema } from './specs/run.ts';
import { status, statusSchema } from './specs/status.ts';
import { unhold, unholdSchema } from './specs/unhold.ts';

/** What a person asks Tailrace to do, in a comment. */
export const commandSchema = z.discriminatedUnion('name', [
  rollbackSchema,
  promoteSchema,
  holdCommandSchema,
  unholdSchema,
  approveRunSchema,
  cancelSchema,
  overrideCommandSchema,
  retrySchema,
  runSchema,
  statusSchema,
  diffSchema,
  historySchema,
  helpSchema,
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['name'];

/** Every command there is: the parser, the help and the permissions all read this table. */
const table: { readonly [Name in CommandName]: CommandSpec<Extract<Command, { name: Name }>> } = {
  rollback,
  promote,
  hold,
  unhold,
  override,
  retry,
  run,
  cancel,
  'approve-run': approveRun,
  status,
  diff,
  history,
  help,
};

export const commands: Readonly<Record<string, CommandSpec<Command>>> = table;
export const commandNames: readonly string[] = Object.keys(table);

export function specOf(name: string): CommandSpec<Command> | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

/** What is asked of whoever writes this command. */
export function needOf(command: Command): Need {
  const spec = specOf(command.name);
  if (!spec) throw new Error(`There is no command ${command.name}.`);
  return spec.need(command);
}
