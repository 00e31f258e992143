import { z } from 'zod';
import { commentNumbered, commitCommentNumbered } from '../../comments.ts';
import { type Comment, REACTIONS, type Repository } from '../../model.ts';
import { react, unreact } from '../../reactions.ts';
import { lineCommentNumbered } from '../../reviews.ts';
import type { Permissions } from '../github.ts';
import { pageOf, paging } from '../pagination.ts';
import { reactionPayload } from '../payloads/reaction.ts';
import { notFound } from '../rest-error.ts';
import { nothing, repositoryRoute } from '../route.ts';

const Content = z.strictObject({ content: z.enum(REACTIONS) });
const Filter = z.strictObject({ ...paging, content: z.enum(REACTIONS).optional() });

type Find = (repository: Repository, id: number) => Comment;

/** Reactions to one kind of comment. */
function reactionsTo(path: string, { read, write }: { read: Permissions; write: Permissions }, find: Find) {
  return [
    repositoryRoute(`POST ${path}/reactions`, { app: write, person: 'read' }, Content, (call) => {
      const { github, actor: author, repository, input } = call;
      const comment = find(repository, Number(call.param('id')));
      const { reaction, isNew } = react(github.world, comment, { author, content: input.content });
      return { status: isNew ? 201 : 200, body: reactionPayload(github, reaction) };
    }),

    repositoryRoute(`GET ${path}/reactions`, { app: read, person: 'read' }, Filter, (call) => {
      const { content } = call.input;
      const all = find(call.repository, Number(call.param('id'))).reactions;
      const wanted = all.filter((reaction) => content === undefined || reaction.content === content);
      return pageOf(
        call,
        wanted.map((reaction) => reactionPayload(call.github, reaction)),
      );
    }),

    repositoryRoute(
      `DELETE ${path}/reactions/:reaction(\\d+)`,
      { app: write, person: 'read' },
      nothing,
      ({ repository, actor, param }) => {
        const comment = find(repository, Number(param('id')));
        if (!unreact(comment, Number(param('reaction')), actor)) throw notFound();
        return { status: 204 };
      },
    ),
  ];
}

const onConversations = {
  read: { issues: 'read', pull_requests: 'read' },
  write: { issues: 'write', pull_requests: 'write' },
} as const;
const onLines = { read: { pull_requests: 'read' }, write: { pull_requests: 'write' } } as const;
const onCommits = { read: { contents: 'read' }, write: { contents: 'write' } } as const;

export const reactionRoutes = [
  ...reactionsTo(
    '/issues/comments/:id(\\d+)',
    onConversations,
    (repository, id) => commentNumbered(repository, id).comment,
  ),
  ...reactionsTo('/pulls/comments/:id(\\d+)', onLines, lineCommentNumbered),
  ...reactionsTo('/comments/:id(\\d+)', onCommits, commitCommentNumbered),
];
