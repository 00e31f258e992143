import { PersonError } from '../../domain/person-error.ts';
import { type Pushed, pushRefusedText } from '../../domain/texts/push-refusals.ts';
import { PushRefused } from '../../ports/git.ts';

/** Makes a push that the forge refuses a mistake that a person can mend, as {@link PersonError}; every other error stays as it is. */
export function explainRefusal(error: unknown, pushed: Pushed): never {
  if (!(error instanceof PushRefused)) throw error;
  const text = pushRefusedText(error.refusal, pushed);
  throw new PersonError(text.title, text.message);
}
