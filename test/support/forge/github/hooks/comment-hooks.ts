import type { GitHub } from '../github.ts';
import { commentPayload, commitCommentPayload, issuePayload } from '../payloads/comment.ts';
import type { EventOf } from './event-of.ts';

export function commentHook(
  github: GitHub,
  { action, conversation, comment, previousBody }: EventOf<'comment'>,
) {
  return {
    action,
    issue: issuePayload(github, conversation),
    comment: commentPayload(github, conversation, comment),
    ...(action === 'edited' && { changes: { body: { from: previousBody } } }),
  };
}

export function commitCommentHook(github: GitHub, { repository, comment }: EventOf<'commit-comment'>) {
  return { action: 'created', comment: commitCommentPayload(github, repository, comment) };
}
