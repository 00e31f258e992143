import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { isName } from '../words.ts';

export const diffSchema = z.object({ name: z.literal('diff'), environment: z.string() });
export type DiffCommand = z.infer<typeof diffSchema>;

export const diff: CommandSpec<DiffCommand> = {
  usage: 'diff <environment>',
  does: 'shows what the next promotion would change in that environment: commits, image, manifests, parameters, metrics',
  examples: ['diff prod'],
  read: ([environment, ...more]) =>
    isName(environment) && more.length === 0 ? { name: 'diff', environment } : undefined,
  need: () => ({ kind: 'role', role: 'read' }),
};
