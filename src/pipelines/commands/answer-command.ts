import { marker } from '../../domain/names.ts';
import { commandReply } from '../../domain/texts/commands/answer.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Comments, Reaction } from '../../ports/forge.ts';

/** The one reply to a command, where it was written: made, or edited to this. Without a text it says that it was heard. */
export async function reply(
  comments: Comments,
  { repository, place, id }: RunCommand,
  text?: string,
): Promise<void> {
  const [mark, body] = [marker('command', id), commandReply(id, text)];
  if (place.kind === 'commit') await comments.ensureCommitComment(repository, place.commit, mark, body);
  else await comments.ensureComment(repository, place.number, mark, body);
}

/** Our reaction to the comment that holds a command. */
export function react(comments: Comments, command: RunCommand, reaction: Reaction): Promise<void> {
  return comments.react(command.repository, command, reaction);
}
