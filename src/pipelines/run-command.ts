import { z } from 'zod';
import type { Asked } from '../domain/commands/read-comment.ts';
import { marker } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import { type Answer, commandReply, mistakeAnswer } from '../domain/texts/commands.ts';
import type { RunCommand } from '../domain/work.ts';
import type { Comments } from '../ports/forge.ts';
import type { Run } from '../ports/run.ts';
import { type OverwritePorts, overwritePromotion } from './commands/overwrite-promotion.ts';

export type CommandPorts = OverwritePorts & { readonly comments: Comments };

const answerSchema = z.object({ done: z.boolean(), text: z.string() });

/** Does what a person asked for in a comment. They see at once that it was heard, and in the same place what came of it. */
export async function runCommand(ports: CommandPorts, command: RunCommand, run: Run): Promise<void> {
  const { repository, comment, id, pullRequest } = command;
  const reply = (text: string | undefined) =>
    ports.comments.ensureComment(repository, pullRequest, marker('command', id), commandReply(id, text));
  await run.step('hear', z.null(), async () => {
    await ports.comments.react(repository, comment, 'seen');
    await reply(undefined);
    return null;
  });
  const answer = await run.step('carry out', answerSchema, () => carryOut(ports, command, command.asked));
  await reply(answer.text);
  await ports.comments.react(repository, comment, answer.done ? 'done' : 'refused');
}

async function carryOut(ports: CommandPorts, command: RunCommand, asked: Asked): Promise<Answer> {
  if (asked.kind === 'mistake') return mistakeAnswer(asked.written, asked.named);
  try {
    switch (asked.command.name) {
      case 'promote':
        return await overwritePromotion(ports, command, asked.command.environment);
    }
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { done: false, text: `😕 **${error.title}**\n\n${error.message}` };
  }
}
