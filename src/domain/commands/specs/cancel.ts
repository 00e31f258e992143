import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';

/** End the test of a pull request. */
export const cancelSchema = z.object({ name: z.literal('cancel') });
export type CancelCommand = z.infer<typeof cancelSchema>;

export const cancel: CommandSpec<CancelCommand> = {
  usage: 'cancel',
  does: 'ends the test of this pull request that runs or waits',
  examples: ['cancel'],
  read: (words) => (words.length === 0 ? { name: 'cancel' } : undefined),
  need: () => ({ kind: 'role', role: 'write' }),
};
