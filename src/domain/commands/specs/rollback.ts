import { z } from 'zod';
import { parseReleaseName } from '../../promotion/named-release.ts';
import type { CommandSpec } from '../spec.ts';
import { isName, splitReason } from '../words.ts';

/** Put the release before back, or the named one, and hold the environment. */
export const rollbackSchema = z.object({
  name: z.literal('rollback'),
  environment: z.string(),
  /** As a person names it. */
  release: z.string().optional(),
  because: z.string().optional(),
});
export type RollbackCommand = z.infer<typeof rollbackSchema>;

export const rollback: CommandSpec<RollbackCommand> = {
  usage: 'rollback <environment> [to <release>] [because <why>]',
  does: 'puts the last good release (or the named one: a commit, a tag, the beginning of a digest, `#pull request`) back by one commit, takes the one that runs out of that environment, and holds it',
  examples: ['rollback prod because prices are wrong', 'rollback prod to 1a2b3c4'],
  read(words) {
    const split = splitReason(words);
    const [environment, to, release, ...more] = split?.words ?? [];
    if (!split || !isName(environment) || more.length > 0) return undefined;
    const { because } = split;
    if (to === undefined) return { name: 'rollback', environment, because };
    if (to.toLowerCase() !== 'to' || release === undefined || !parseReleaseName(release)) return undefined;
    return { name: 'rollback', environment, release, because };
  },
  need: ({ environment }) => ({ kind: 'right', right: 'rollback', environment }),
};
