import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';

/** Let one commit of a fork run. */
export const approveRunSchema = z.object({
  name: z.literal('approve-run'),
  /** Its first digits, or all of them. */
  head: z.string(),
});
export type ApproveRunCommand = z.infer<typeof approveRunSchema>;

export const approveRun: CommandSpec<ApproveRunCommand> = {
  usage: 'approve-run <commit>',
  does: 'lets the head of a pull request from a fork run: exactly this commit, without secrets',
  examples: ['approve-run 1a2b3c4'],
  read: ([head, ...more]) =>
    head !== undefined && /^[0-9a-f]{7,40}$/i.test(head) && more.length === 0
      ? { name: 'approve-run', head: head.toLowerCase() }
      : undefined,
  need: () => ({ kind: 'role', role: 'write' }),
};
