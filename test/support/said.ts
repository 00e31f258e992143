import type { ModelRepository } from './model-repository.ts';
import type { Scenario } from './scenario.ts';

/** Somebody writes a comment under a pull request, and everything that follows is over. Gives what Tailrace made of it. */
export async function say(
  { forge, settled }: Scenario,
  model: ModelRepository,
  number: number,
  login: string,
  text: string,
) {
  const id = await forge.person(login).comment(model.repository, number, text);
  await settled();
  return heard(model, number, id);
}

/** What Tailrace made of a comment: its reactions, and the reply that was made last. */
export function heard(model: ModelRepository, number: number, id: number) {
  const comments = model.view.comments(number);
  const comment = comments.find((each) => each.id === id);
  const reply = comments.filter(({ body }) => body.includes('<!-- tailrace:command:')).at(-1);
  return { reactions: comment?.reactions.map(({ content }) => content) ?? [], reply: reply?.body ?? '' };
}

/** The pull request's one check, and its comment about the test. */
export async function shown(model: ModelRepository, number: number) {
  const [check] = await model.view.checkRuns(model.view.pullRequest(number).head.sha);
  const comment = model.view.comments(number).find(({ body }) => body.startsWith('<!-- tailrace:test:'));
  return { check, comment: comment?.body ?? '' };
}
