import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { isName } from '../words.ts';

export const historySchema = z.object({ name: z.literal('history'), environment: z.string() });
export type HistoryCommand = z.infer<typeof historySchema>;

export const history: CommandSpec<HistoryCommand> = {
  usage: 'history <environment>',
  does: 'shows the last ten deployments of that environment, with who and why',
  examples: ['history prod'],
  read: ([environment, ...more]) =>
    isName(environment) && more.length === 0 ? { name: 'history', environment } : undefined,
  need: () => ({ kind: 'role', role: 'read' }),
};
