import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';

export const statusSchema = z.object({ name: z.literal('status') });
export type StatusCommand = z.infer<typeof statusSchema>;

export const status: CommandSpec<StatusCommand> = {
  usage: 'status',
  does: 'shows what runs in each environment, since when and by whom, and which promotions are open',
  examples: ['status'],
  read: (words) => (words.length === 0 ? { name: 'status' } : undefined),
  need: () => ({ kind: 'role', role: 'read' }),
};
