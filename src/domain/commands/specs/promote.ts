import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { isName } from '../words.ts';

/** Let a promotion go over the hotfix and the edited manifests that its check shows. */
export const promoteSchema = z.object({ name: z.literal('promote'), environment: z.string() });
export type PromoteCommand = z.infer<typeof promoteSchema>;

export const promote: CommandSpec<PromoteCommand> = {
  usage: 'promote <environment> overwrite',
  does: 'lets the promotion into that environment go over the hotfix or the edited manifests that its check shows now',
  examples: ['promote prod overwrite'],
  read: ([environment, overwrite, ...more]) =>
    isName(environment) && overwrite?.toLowerCase() === 'overwrite' && more.length === 0
      ? { name: 'promote', environment }
      : undefined,
  need: ({ environment }) => ({ kind: 'right', right: 'override', environment }),
};
