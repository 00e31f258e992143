import { requireRole } from './access.ts';
import type { Conversation, Issue, Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Nobody is told: the app does not subscribe to issues, only to the comments on them. */
export function openIssue(
  world: World,
  repository: Repository,
  { author, title, body }: { readonly author: User; readonly title: string; readonly body: string },
): Issue {
  requireRole(repository, author, 'read');
  const at = world.now();
  const issue: Issue = {
    ...{ kind: 'issue', id: world.nextId(), number: nextNumber(repository), repository, author, title, body },
    ...{ createdAt: at, updatedAt: at, comments: [] },
  };
  repository.issues.push(issue);
  return issue;
}

/** Issues and pull requests are numbered together. */
export function nextNumber({ pullRequests, issues }: Repository): number {
  return pullRequests.length + issues.length + 1;
}

/** @throws Refusal when neither an issue nor a pull request has this number. */
export function conversationNumbered(repository: Repository, number: number): Conversation {
  const found = conversationsIn(repository).find((candidate) => candidate.number === number);
  if (!found) throw new Refusal('missing', `${repository.fullName} has no issue ${number}.`);
  return found;
}

export function conversationsIn({ pullRequests, issues }: Repository): readonly Conversation[] {
  return [...pullRequests, ...issues];
}
