import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import type { Held } from '../../domain/holds/hold.ts';
import { marker } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Deployment } from '../../domain/release.ts';
import { notPutBackComment, putBackComment } from '../../domain/texts/holds.ts';
import type { Comments, ForgeLinks, PullRequests } from '../../ports/forge.ts';

export interface TellPorts {
  readonly comments: Comments;
  readonly pullRequests: PullRequests;
  readonly links: ForgeLinks;
}

/** What came of manifests that came into a held environment: the commit that put the running ones back, or why there is none. */
export interface PutBack {
  readonly running: Deployment;
  readonly location: GitOpsLocation;
  /** The head that had others. */
  readonly strange: string;
  readonly result: { readonly commit: string } | PersonError;
}

/** Says so on the merged pull request that brought them, else on its commit. */
export async function tellPutBack(
  { comments, pullRequests, links }: TellPorts,
  held: Held,
  { running, location, strange, result }: PutBack,
): Promise<void> {
  const { repository, branch } = location;
  const body =
    result instanceof PersonError
      ? notPutBackComment(running, held, result)
      : putBackComment(running, held, {
          commit: result.commit,
          url: links.commit(repository, result.commit),
        });
  const ours = marker('hold', running.environment);
  const pulls = await pullRequests.ofCommit(repository, strange);
  const brought = pulls.find((pull) => pull.merged && pull.base.branch === branch);
  if (brought) await comments.ensureComment(repository, brought.number, ours, body);
  else await comments.ensureCommitComment(repository, strange, ours, body);
}
