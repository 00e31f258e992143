import { type CommandSpec, commandNames, commands } from '../commands/command.ts';
import { marker } from '../names.ts';
import type { Role } from '../permissions.ts';
import type { Overwrite } from '../promotion/overwrite.ts';
import { nearest } from '../yaml/did-you-mean.ts';
import { code, list, paragraphs, plain, table } from './markdown.ts';
import { short } from './numbers.ts';
import { internalErrorText } from './problems.ts';

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

/** Said to a line that begins like a command and is none. */
export function mistakeAnswer(written: string, named: string): Answer {
  const known = commandNames.includes(named);
  const meant = known ? undefined : nearest(named, commandNames);
  return refused([
    named === ''
      ? 'That names no command.'
      : `${code(written)} is ${known ? `not how \`${named}\` is written` : 'no command of Tailrace'}. ${meant ? `Did you mean \`${meant}\`?` : ''}`.trim(),
    commandHelp(),
  ]);
}

/** Every command there is. */
export function commandHelp(): string {
  const rows = Object.values(commands).map(({ usage, does, who, examples }) => [
    code(`/tailrace ${usage}`),
    does,
    people[who],
    examples.map((example) => code(`/tailrace ${example}`)).join(', '),
  ]);
  return paragraphs([
    'What Tailrace understands, on a line of its own:',
    table(['Command', 'What it does', 'Who may', 'Example'], rows, 'llll'),
  ]);
}

const people: Readonly<Record<Role, string>> = {
  none: 'everybody',
  read: 'everybody who can read here',
  triage: 'who has the role triage or more',
  write: 'who has the role write or more',
  maintain: 'who has the role maintain or admin',
  admin: 'administrators of this repository',
};

export function notAllowedAnswer(by: string, role: Role, { usage, who }: CommandSpec): Answer {
  const theirs = role === 'none' ? 'has no role' : `has the role ${role}`;
  return refused([
    `${plain(by, 60)} ${theirs} here. ${code(`/tailrace ${usage}`)} is for ${people[who]}: ask one of them to write it.`,
  ]);
}

export function unknownEnvironmentAnswer(environment: string, known: readonly string[]): Answer {
  return refused([
    `There is no environment ${code(environment)} here.`,
    known.length > 0 &&
      `Tailrace knows ${list(
        known.map((each) => code(each)),
        (more) => `… and ${more} more`,
      )}`,
  ]);
}

export function nothingToOverwriteAnswer(environment: string): Answer {
  return refused([
    `Nothing was changed: no open promotion into **${plain(environment)}** has a hotfix or edited manifests in its way that nobody has allowed to go over.`,
  ]);
}

/** The person can only mean what they have seen. */
export function movedOnAnswer(environment: string): Answer {
  return refused([
    `Nothing was changed: what lies on **${plain(environment)}** is another now than what the promotion's check showed. Wait for its new check, look at that, and say it again.`,
  ]);
}

export function overwrittenAnswer({ environment, sourceTree, manifests }: Overwrite): Answer {
  const bound = [
    sourceTree && `the hotfix in the source tree \`${short(sourceTree)}\``,
    manifests && `the edited manifests in the tree \`${short(manifests)}\``,
  ].filter(Boolean);
  return {
    done: true,
    text: `🚀 The promotion into **${plain(environment)}** may go over ${bound.join(' and ')}. Its check is made anew. That holds for exactly this: where something newer comes there, it is red again.`,
  };
}

function refused(parts: readonly (string | undefined | false)[]): Answer {
  const [first, ...rest] = parts;
  return { done: false, text: paragraphs([`😕 ${first}`, ...rest]) };
}
