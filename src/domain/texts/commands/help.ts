import { type Command, commandNames, commands, needOf, specOf } from '../../commands/command.ts';
import type { CommandSpec } from '../../commands/spec.ts';
import { nearest } from '../../yaml/did-you-mean.ts';
import { code, paragraphs, table } from '../markdown.ts';
import { type Answer, refusal } from './answer.ts';
import { whoHas } from './who-may.ts';

/** Every command there is. */
export function commandHelp(): string {
  return paragraphs([
    'What Tailrace understands, on a line of its own:',
    helpTable(Object.values(commands)),
    'The short form (`/help`) does the same, where the environment has no `commands: {short: false}`. Who has a right in an environment is said by its `permissions`; without them by the role: `write` in the first environment, `admin` in the last, `maintain` between.',
  ]);
}

function helpTable(specs: readonly CommandSpec<Command>[]): string {
  const rows = specs.map((spec) => [
    code(`/tailrace ${spec.usage}`),
    spec.does,
    whoMayUse(spec),
    spec.examples.map((example) => code(`/tailrace ${example}`)).join(', '),
  ]);
  return table(['Command', 'What it does', 'Who may', 'Example'], rows, 'llll');
}

/** Told by its examples, of which there is one for each way to use it. */
export function whoMayUse({ examples, read }: CommandSpec<Command>): string {
  const who = examples.flatMap((example) => {
    const command = read(example.split(' ').slice(1));
    return command ? [whoHas(needOf(command))] : [];
  });
  return [...new Set(who)].join('; ');
}

/** Said to a line that begins like a command and is none: one that is written wrong gets its usage, all else the help. */
export function mistakeAnswer(written: string, named: string): Answer {
  const spec = specOf(named);
  if (spec)
    return refusal([
      `${code(written)} is not how \`${named}\` is written. This is:`,
      helpTable([spec]),
      'All commands: `/tailrace help`.',
    ]);
  const meant = nearest(named, commandNames);
  return refusal([
    named === ''
      ? 'That names no command.'
      : `${code(written)} is no command of Tailrace. ${meant ? `Did you mean \`${meant}\`?` : ''}`.trim(),
    commandHelp(),
  ]);
}
