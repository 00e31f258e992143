import { z } from 'zod';
import type { TestPullRequest } from '../../domain/work.ts';
import type { PullRequests } from '../../ports/forge.ts';
import type { GitReader } from '../../ports/git.ts';

export interface PinPorts {
  readonly pullRequests: PullRequests;
  readonly git: Pick<GitReader, 'heads'>;
}

/** What is fixed at the beginning of a run: all else follows from these commits. */
export const pinSchema = z.object({
  open: z.boolean(),
  fork: z.boolean(),
  author: z.string(),
  newcomer: z.boolean().default(false),
  head: z.string(),
  headBranch: z.string(),
  base: z.string(),
  baseBranch: z.string(),
});
export type Pin = z.infer<typeof pinSchema>;

/** Looks up where a pull request stands now. Its base is asked of git: what the forge says of it may be older. */
export async function pinPullRequest(
  ports: PinPorts,
  { repository, number }: Pick<TestPullRequest, 'repository' | 'number'>,
): Promise<Pin> {
  const pull = await ports.pullRequests.get(repository, number);
  const base = (await ports.git.heads(repository, [pull.base.branch])).get(pull.base.branch);
  return {
    open: pull.state === 'open' && base !== undefined,
    fork: pull.fork,
    author: pull.author,
    newcomer: pull.newcomer,
    head: pull.head.commit,
    headBranch: pull.head.branch,
    base: base ?? pull.base.commit,
    baseBranch: pull.base.branch,
  };
}
