import { type Comment, REACTIONS, type Reaction } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { type Like, nodeId, stamp } from './shape.ts';
import { userPayload } from './user.ts';

export function reactionPayload(github: GitHub, { id, author, content, createdAt }: Reaction) {
  return {
    id,
    node_id: nodeId('Reaction', id),
    user: userPayload(github, author),
    content,
    created_at: stamp(createdAt),
  } satisfies Like<'reaction'>;
}

/** How often a comment got each reaction. */
export function rollup(commentUrl: string, { reactions }: Pick<Comment, 'reactions'>) {
  const count = (content: Reaction['content']) => reactions.filter((one) => one.content === content).length;
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, count(content)]));
  return { url: `${commentUrl}/reactions`, total_count: reactions.length, ...counts };
}
