import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';

export const helpSchema = z.object({ name: z.literal('help') });
export type HelpCommand = z.infer<typeof helpSchema>;

export const help: CommandSpec<HelpCommand> = {
  usage: 'help',
  does: 'shows this',
  examples: ['help'],
  read: (words) => (words.length === 0 ? { name: 'help' } : undefined),
  need: () => ({ kind: 'role', role: 'read' }),
};
