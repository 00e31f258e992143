import { type Command, commandNames, commands, needOf } from '../../commands/command.ts';
import type { CommandSpec } from '../../commands/spec.ts';
import { nearest } from '../../yaml/did-you-mean.ts';
import { code, paragraphs, table } from '../markdown.ts';
import { type Answer, refusal } from './answer.ts';
import { whoHas } from './who-may.ts';

/** Every command there is. */
export function commandHelp(): string {
  const rows = Object.values(commands).map((spec) => [
    code(`/tailrace ${spec.usage}`),
    spec.does,
    whoMayUse(spec),
    spec.examples.map((example) => code(`/tailrace ${example}`)).join(', '),
  ]);
  return paragraphs([
    'What Tailrace understands, on a line of its own:',
    table(['Command', 'What it does', 'Who may', 'Example'], rows, 'llll'),
  ]);
}

/** Told by its examples, of which there is one for each way to use it. */
function whoMayUse({ examples, read }: CommandSpec<Command>): string {
  const who = examples.flatMap((example) => {
    const command = read(example.split(' ').slice(1));
    return command ? [whoHas(needOf(command))] : [];
  });
  return [...new Set(who)].join('; ');
}

/** Said to a line that begins like a command and is none. */
export function mistakeAnswer(written: string, named: string): Answer {
  const known = commandNames.includes(named);
  const meant = known ? undefined : nearest(named, commandNames);
  return refusal([
    named === ''
      ? 'That names no command.'
      : `${code(written)} is ${known ? `not how \`${named}\` is written` : 'no command of Tailrace'}. ${meant ? `Did you mean \`${meant}\`?` : ''}`.trim(),
    commandHelp(),
  ]);
}
