import { z } from 'zod';
import type { Role } from '../permissions.ts';

/** Let a promotion go over the hotfix and the edited manifests that its check shows. */
const overwriteSchema = z.object({ name: z.literal('promote'), environment: z.string() });

/** What a person asks Tailrace to do, in a comment. */
export const commandSchema = z.discriminatedUnion('name', [overwriteSchema]);
export type Command = z.infer<typeof commandSchema>;
export type CommandName = Command['name'];

export interface CommandSpec {
  /** What is written behind `/tailrace`. */
  readonly usage: string;
  /** What it does, as a sentence. */
  readonly does: string;
  /** The least role of whoever asks. */
  readonly who: Role;
  readonly examples: readonly string[];
  /** Reads the words behind the name; undefined where they don't fit the usage. */
  read(words: readonly string[]): Command | undefined;
}

/** Every command there is: the parser, the help and the permissions all read this table. */
export const commands: Readonly<Record<CommandName, CommandSpec>> = {
  promote: {
    usage: 'promote <environment> overwrite',
    does: 'lets the promotion into that environment go over the hotfix or the edited manifests that its check shows now',
    who: 'admin',
    examples: ['promote prod overwrite'],
    read: ([environment, overwrite, ...more]) =>
      environment && overwrite?.toLowerCase() === 'overwrite' && more.length === 0
        ? { name: 'promote', environment }
        : undefined,
  },
};

export const commandNames: readonly string[] = Object.keys(commands);

export function specOf(name: string): CommandSpec | undefined {
  return Object.entries(commands).find(([known]) => known === name)?.[1];
}
