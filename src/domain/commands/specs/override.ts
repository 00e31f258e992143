import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { splitReason } from '../words.ts';

/** Let a pull request's head pass one gate. */
export const overrideCommandSchema = z.object({
  name: z.literal('override'),
  /** A gate's metric, or the name of a data check. */
  gate: z.string(),
  because: z.string(),
});
export type OverrideCommand = z.infer<typeof overrideCommandSchema>;

export const override: CommandSpec<OverrideCommand> = {
  usage: 'override <gate> because <why>',
  does: 'lets the head of this pull request, this very commit, pass one gate that fails; who and why stand in the comment and in the evidence',
  examples: ['override auc because the labels of May are late'],
  read: (words) => {
    const read = splitReason(words);
    const [gate, ...more] = read?.words ?? [];
    if (read?.because === undefined || gate === undefined || more.length > 0) return undefined;
    return /^[\w.+/-]{1,100}$/.test(gate) ? { name: 'override', gate, because: read.because } : undefined;
  },
  need: () => ({ kind: 'right', right: 'override', environment: undefined }),
};
