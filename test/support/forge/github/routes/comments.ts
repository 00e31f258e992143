import { z } from 'zod';
import { requireRole } from '../../access.ts';
import {
  addComment,
  addCommitComment,
  commentNumbered,
  commitCommentNumbered,
  deleteComment,
  editComment,
} from '../../comments.ts';
import { conversationNumbered } from '../../issues.ts';
import { pageOf, paging } from '../pagination.ts';
import { commentPayload, commitCommentPayload } from '../payloads/comment.ts';
import { nothing, type RepositoryCall, repositoryRoute } from '../route.ts';

const READ = { app: { issues: 'read', pull_requests: 'read' }, person: 'read' } as const;
const WRITE = { app: { issues: 'write', pull_requests: 'write' }, person: 'read' } as const;
const READ_COMMITS = { app: { contents: 'read' }, person: 'read' } as const;
const WRITE_COMMITS = { app: { contents: 'write' }, person: 'read' } as const;

/** GitHub's longest comment, in characters; above it nothing is posted. */
const TOO_LONG = 'Body is too long (maximum is 65536 characters)';
const Body = z.strictObject({ body: z.string().min(1).max(65_536, TOO_LONG) });

const conversationOf = ({ repository, param }: RepositoryCall<unknown>) =>
  conversationNumbered(repository, Number(param('number')));
const idOf = ({ param }: RepositoryCall<unknown>) => Number(param('id'));

const issueCommentRoutes = [
  repositoryRoute(
    'GET /issues/:number(\\d+)/comments',
    READ,
    z.strictObject({ ...paging, since: z.iso.datetime({ offset: true }).optional() }),
    (call) => {
      const conversation = conversationOf(call);
      const since = new Date(call.input.since ?? 0);
      const comments = conversation.comments.filter(({ updatedAt }) => updatedAt >= since);
      return pageOf(
        call,
        comments.map((comment) => commentPayload(call.github, conversation, comment)),
      );
    },
  ),

  repositoryRoute('POST /issues/:number(\\d+)/comments', WRITE, Body, async (call) => {
    const conversation = conversationOf(call);
    const comment = await addComment(call.github.world, conversation, call.actor, call.input.body);
    return { status: 201, body: commentPayload(call.github, conversation, comment) };
  }),

  repositoryRoute('GET /issues/comments/:id(\\d+)', READ, nothing, (call) => {
    const { conversation, comment } = commentNumbered(call.repository, idOf(call));
    return { status: 200, body: commentPayload(call.github, conversation, comment) };
  }),

  repositoryRoute('PATCH /issues/comments/:id(\\d+)', WRITE, Body, async (call) => {
    const { github, repository, actor } = call;
    const { conversation } = commentNumbered(repository, idOf(call));
    const comment = await editComment(github.world, repository, idOf(call), call.input.body, actor);
    return { status: 200, body: commentPayload(github, conversation, comment) };
  }),

  repositoryRoute('DELETE /issues/comments/:id(\\d+)', WRITE, nothing, async (call) => {
    await deleteComment(call.github.world, call.repository, idOf(call), call.actor);
    return { status: 204 };
  }),
];

const commitCommentRoutes = [
  repositoryRoute('GET /commits/:sha/comments', READ_COMMITS, z.strictObject(paging), (call) => {
    const { github, repository } = call;
    const found = repository.commitComments.filter(({ sha }) => sha === call.param('sha'));
    return pageOf(
      call,
      found.map((comment) => commitCommentPayload(github, repository, comment)),
    );
  }),

  repositoryRoute('POST /commits/:sha/comments', WRITE_COMMITS, Body, async (call) => {
    const { github, repository, actor: author } = call;
    const wanted = { sha: call.param('sha'), author, body: call.input.body };
    const comment = await addCommitComment(github.world, repository, wanted);
    return { status: 201, body: commitCommentPayload(github, repository, comment) };
  }),

  repositoryRoute('PATCH /comments/:id(\\d+)', WRITE_COMMITS, Body, (call) => {
    const { github, repository, actor } = call;
    const comment = commitCommentNumbered(repository, idOf(call));
    if (actor !== comment.author) requireRole(repository, actor, 'write');
    Object.assign(comment, { body: call.input.body, updatedAt: github.world.now() });
    return { status: 200, body: commitCommentPayload(github, repository, comment) };
  }),
];

export const commentRoutes = [...issueCommentRoutes, ...commitCommentRoutes];
