import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { isName } from '../words.ts';

/** End the holds of an environment. */
export const unholdSchema = z.object({ name: z.literal('unhold'), environment: z.string() });
export type UnholdCommand = z.infer<typeof unholdSchema>;

export const unhold: CommandSpec<UnholdCommand> = {
  usage: 'unhold <environment>',
  does: "ends its holds, says which release comes there now, and deploys it: the branch's newest tested one that was not withdrawn",
  examples: ['unhold prod'],
  read: ([environment, ...more]) =>
    isName(environment) && more.length === 0 ? { name: 'unhold', environment } : undefined,
  need: ({ environment }) => ({ kind: 'right', right: 'hold', environment }),
};
