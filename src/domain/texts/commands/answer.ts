import { marker } from '../../names.ts';
import { paragraphs } from '../markdown.ts';
import { internalErrorText } from '../problems.ts';

/** What a command is answered: the reply's text, and whether it was carried out. */
export interface Answer {
  readonly done: boolean;
  readonly text: string;
}

/** The reply to a command, from its first moment (`text` undefined) to its end. `id` names the command. */
export function commandReply(id: string, text: string | undefined): string {
  return paragraphs([marker('command', id), text ?? '⏳ Looking at it …']);
}

export function commandErrorText(reference: string): string {
  return `😕 ${internalErrorText(reference).message}`;
}

/** Nothing was done; the first part says why. */
export function refusal(parts: readonly [string, ...(string | undefined | false)[]]): Answer {
  const [first, ...rest] = parts;
  return { done: false, text: paragraphs([`😕 ${first}`, ...rest]) };
}
