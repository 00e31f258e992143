import { z } from 'zod';
import type { CommandSpec } from '../spec.ts';
import { isName, notPlain, splitReason } from '../words.ts';

/** Deploy nothing there, until an end or until somebody ends it. */
export const holdCommandSchema = z.object({
  name: z.literal('hold'),
  environment: z.string(),
  end: z.object({ way: z.enum(['until', 'for']), text: z.string() }).optional(),
  because: z.string().optional(),
});
export type HoldCommand = z.infer<typeof holdCommandSchema>;

const longestEnd = 60;

export const hold: CommandSpec<HoldCommand> = {
  usage: 'hold <environment> [until <time> | for <duration>] [because <why>]',
  does: 'deploys nothing there until then, or until `unhold`: merges change its source alone',
  examples: ['hold prod until tomorrow 8:00 because the audit is on', 'hold prod for 2h'],
  read(words) {
    const split = splitReason(words);
    const [environment, way, ...rest] = split?.words ?? [];
    if (!split || !isName(environment)) return undefined;
    const { because } = split;
    if (way === undefined) return { name: 'hold', environment, because };
    const kind = way.toLowerCase();
    const text = rest.join(' ');
    const isWritten = text !== '' && text.length <= longestEnd && !text.includes(notPlain);
    if ((kind !== 'until' && kind !== 'for') || !isWritten) return undefined;
    return { name: 'hold', environment, end: { way: kind, text }, because };
  },
  need: ({ environment }) => ({ kind: 'right', right: 'hold', environment }),
};
