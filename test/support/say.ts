import type { ModelRepository } from './model-repository.ts';
import type { Scenario } from './scenario.ts';

/** Somebody writes a comment under a pull request, and everything that follows is over. Gives what Tailrace made of it. */
export async function say(
  { forge, settled }: Scenario,
  { repository, view }: ModelRepository,
  { login, number }: { readonly login: string; readonly number: number },
  text: string,
) {
  const id = await forge.person(login).comment(repository, number, text);
  await settled();
  const comments = view.comments(number);
  const comment = comments.find((each) => each.id === id);
  const reactions = comment?.reactions.map(({ content }) => content);
  return {
    id,
    reactions,
    reply: comments.findLast(({ body }) => body.startsWith('<!-- tailrace:command:'))?.body ?? '',
  };
}
