import { PersonError } from '../../domain/person-error.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { type Pushed, pushRefusedText } from '../../domain/texts/push-refusals.ts';
import { PushRefused } from '../../ports/git.ts';
import { RunEnded } from '../../ports/run.ts';

/**
 * Makes a push that the forge refuses a mistake that a person can mend, as {@link PersonError}; every other error stays as it
 * is. A branch in a merge queue refuses only until it leaves the queue: the run ends quietly. `elsewhere` is the repository, where it is another
 * one than the reader's.
 */
export function explainRefusal(error: unknown, pushed: Pushed, elsewhere?: RepositoryRef): never {
  if (!(error instanceof PushRefused)) throw error;
  if (error.refusal.reasons.includes('queued'))
    throw new RunEnded('The branch waits in a merge queue; what comes after it is looked at again.');
  const text = pushRefusedText(error.refusal, pushed, elsewhere);
  throw new PersonError(text.title, text.message);
}
