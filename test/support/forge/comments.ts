import { requireRole } from './access.ts';
import { resolveCommit } from './git-refs.ts';
import { conversationsIn } from './issues.ts';
import type { Comment, CommitComment, Conversation, Repository, User } from './model.ts';
import { Refusal } from './refusal.ts';
import { emit, type World } from './world.ts';

export async function addComment(world: World, conversation: Conversation, author: User, body: string) {
  const { repository } = conversation;
  requireRole(repository, author, 'read');
  const comment = newComment(world, author, body);
  conversation.comments.push(comment);
  await emit(world, { kind: 'comment', action: 'created', repository, actor: author, conversation, comment });
  return comment;
}

export function newComment(world: World, author: User, body: string): Comment {
  const at = world.now();
  return { id: world.nextId(), author, body, createdAt: at, updatedAt: at, reactions: [], read: false };
}

/** A comment of a pull request or an issue with what it stands in. @throws Refusal when there is none. */
export function commentNumbered(repository: Repository, id: number) {
  for (const conversation of conversationsIn(repository)) {
    const comment = conversation.comments.find((candidate) => candidate.id === id);
    if (comment) return { conversation, comment };
  }
  throw new Refusal('missing', `There is no comment ${id}.`);
}

/** Somebody else's words may be changed with write access, as on the forges. */
export async function editComment(
  world: World,
  repository: Repository,
  id: number,
  body: string,
  actor: User,
) {
  const { conversation, comment } = commentNumbered(repository, id);
  if (actor !== comment.author) requireRole(repository, actor, 'write');
  const previousBody = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  await emit(world, {
    kind: 'comment',
    action: 'edited',
    repository,
    actor,
    conversation,
    comment,
    previousBody,
  });
  return comment;
}

export async function deleteComment(world: World, repository: Repository, id: number, actor: User) {
  const { conversation, comment } = commentNumbered(repository, id);
  if (actor !== comment.author) requireRole(repository, actor, 'write');
  conversation.comments.splice(conversation.comments.indexOf(comment), 1);
  await emit(world, { kind: 'comment', action: 'deleted', repository, actor, conversation, comment });
}

/** @throws Refusal when the repository has no such commit. */
export async function addCommitComment(
  world: World,
  repository: Repository,
  wanted: { readonly sha: string; readonly author: User; readonly body: string },
): Promise<CommitComment> {
  requireRole(repository, wanted.author, 'read');
  const sha = await resolveCommit(repository.gitDir, wanted.sha);
  if (!sha) throw new Refusal('missing', `No commit found for SHA: ${wanted.sha}`);
  const comment = { ...newComment(world, wanted.author, wanted.body), sha };
  repository.commitComments.push(comment);
  await emit(world, { kind: 'commit-comment', repository, actor: wanted.author, comment });
  return comment;
}

/** @throws Refusal when there is none. */
export function commitCommentNumbered(repository: Repository, id: number): CommitComment {
  const comment = repository.commitComments.find((candidate) => candidate.id === id);
  if (!comment) throw new Refusal('missing', `There is no commit comment ${id}.`);
  return comment;
}
