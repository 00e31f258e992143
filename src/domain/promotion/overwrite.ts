import { z } from 'zod';
import { allowanceSchema, blocking, type Obstacle } from './obstacles.ts';

/** That somebody who may said: the promotion into an environment may go over what lies there. Bound to what lay there then. */
export const overwriteSchema = allowanceSchema.extend({
  /** Names the command, so that it is carried out once. */
  id: z.string(),
  environment: z.string(),
  /** The target's source tree with its hotfix; absent where none was in the way. */
  sourceTree: z.string().optional(),
  /** The tree of the edited manifests; absent where none were in the way. */
  manifests: z.string().optional(),
});
export type Overwrite = z.infer<typeof overwriteSchema>;

/** What an overwrite of these obstacles is bound to; undefined where none of them can be overwritten, or all are. */
export function boundTo(
  obstacles: readonly Obstacle[],
): Pick<Overwrite, 'sourceTree' | 'manifests'> | undefined {
  const open = blocking(obstacles);
  const hotfix = open.find((obstacle) => obstacle.kind === 'hotfix');
  const manifests = open.find((obstacle) => obstacle.kind === 'manifests');
  if (!hotfix && !manifests) return undefined;
  return { sourceTree: hotfix?.hotfix.sourceTree, manifests: manifests?.tree };
}

/** Notes on each obstacle who allowed to go over this very content, if somebody did. */
export function markOverwritten(
  obstacles: readonly Obstacle[],
  overwrites: readonly Overwrite[],
): readonly Obstacle[] {
  return obstacles.map((obstacle) => {
    const allowed = overwrites.find((overwrite) => covers(overwrite, obstacle));
    if (!allowed) return obstacle;
    const { by, at, comment } = allowed;
    return { ...obstacle, overwritten: { by, at, comment } };
  });
}

function covers({ sourceTree, manifests }: Overwrite, obstacle: Obstacle): boolean {
  switch (obstacle.kind) {
    case 'hotfix':
      return obstacle.hotfix.sourceTree === sourceTree;
    case 'manifests':
      return obstacle.tree === manifests;
    case 'off-road':
    case 'withdrawn':
    case 'held':
    case 'strange':
      return false;
  }
}
