import type { Comment, Reaction, User } from './model.ts';
import type { World } from './world.ts';

/** One person's one reaction of a kind: the same again is the one that is there. The forge tells nobody. */
export function react(
  world: World,
  comment: Comment,
  { author, content }: Pick<Reaction, 'author' | 'content'>,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = comment.reactions.find((one) => one.author === author && one.content === content);
  if (known) return { reaction: known, isNew: false };
  const reaction = { id: world.nextId(), author, content, createdAt: world.now() };
  comment.reactions.push(reaction);
  return { reaction, isNew: true };
}

/** Takes an own reaction back. False where there is none. */
export function unreact(comment: Comment, id: number, author: User): boolean {
  const index = comment.reactions.findIndex((one) => one.id === id && one.author === author);
  if (index < 0) return false;
  comment.reactions.splice(index, 1);
  return true;
}
