import { z } from 'zod';
import { parseReleaseName } from '../../promotion/named-release.ts';
import type { CommandSpec } from '../spec.ts';
import { isName } from '../words.ts';

/** Make or refresh the promotion into an environment, or let it go over what its check shows. */
export const promoteSchema = z.object({
  name: z.literal('promote'),
  /** Without it, the one that follows where it is written. */
  environment: z.string().optional(),
  /** As the person names it; without it, the newest. */
  release: z.string().optional(),
  /** It may go over the hotfix and the edited manifests that its check shows. */
  overwrite: z.literal(true).optional(),
});
export type PromoteCommand = z.infer<typeof promoteSchema>;

export const promote: CommandSpec<PromoteCommand> = {
  usage: 'promote [<environment>] [<release> | overwrite]',
  does: 'makes the promotion to the next or the named environment, or brings it to the newest or the named release, even where it was approved or declined; `overwrite` lets it go over the hotfix or the edited manifests that its check shows now',
  examples: ['promote qa', 'promote prod v1.2', 'promote prod overwrite'],
  read,
  need: ({ environment, overwrite }) => {
    if (overwrite) return { kind: 'right', right: 'override', environment };
    // Which environment follows is only known when it is carried out: the right is asked for then.
    return environment === undefined
      ? { kind: 'role', role: 'write' }
      : { kind: 'right', right: 'promote', environment };
  },
};

/** A release alone is told from an environment by its look: a tag needs its environment before it. */
function read(words: readonly string[]): PromoteCommand | undefined {
  const [first, second, ...more] = words;
  if (more.length > 0) return undefined;
  if (first === undefined) return { name: 'promote' };
  if (second === undefined) return readOne(first);
  if (!isName(first)) return undefined;
  if (isOverwrite(second)) return { name: 'promote', environment: first, overwrite: true };
  return parseReleaseName(second) && { name: 'promote', environment: first, release: second };
}

function readOne(word: string): PromoteCommand | undefined {
  if (isOverwrite(word)) return { name: 'promote', overwrite: true };
  const release = parseReleaseName(word);
  if (release && (release.kind !== 'word' || release.digits)) return { name: 'promote', release: word };
  return isName(word) ? { name: 'promote', environment: word } : undefined;
}

function isOverwrite(word: string): boolean {
  return word.toLowerCase() === 'overwrite';
}
