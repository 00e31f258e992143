import { readCommit } from '../../git-log.ts';
import { NO_COMMIT } from '../../git-refs.ts';
import type { Repository } from '../../model.ts';
import type { GitHub } from '../github.ts';
import { pushedCommitPayload } from '../payloads/commit.ts';
import { repositoryHtml } from '../payloads/repository.ts';
import type { EventOf } from './event-of.ts';

export function pushHook(github: GitHub, event: EventOf<'push'>) {
  const { repository, actor, ref, before, after, forced } = event;
  const commits = event.commits.map((commit) => pushedCommitPayload(github, repository, commit));
  const head = event.commits.find(({ sha }) => sha === after);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: before === NO_COMMIT,
    deleted: after === NO_COMMIT,
    forced,
    compare: `${repositoryHtml(github, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head ? pushedCommitPayload(github, repository, head) : null,
    pusher: { name: actor.login, email: actor.email },
  };
}

export async function mergeGroupHook(github: GitHub, event: EventOf<'merge-group'>) {
  const { action, group, end, repository } = event;
  return {
    action: action === 'destroyed' ? 'destroyed' : 'checks_requested',
    ...(end && { reason: end }),
    merge_group: {
      head_sha: group.sha,
      head_ref: `refs/heads/${group.branch}`,
      base_sha: group.base.sha,
      base_ref: `refs/heads/${group.base.branch}`,
      head_commit: await headCommitOf(github, repository, group.sha),
    },
  };
}

/** The commit that a check suite or a merge group is about. */
export async function headCommitOf(github: GitHub, repository: Repository, sha: string) {
  const head = await readCommit(repository.gitDir, sha);
  const { author, committer, ...commit } = pushedCommitPayload(github, repository, head);
  const person = ({ name, email }: { name: string; email: string }) => ({ name, email });
  const { id, tree_id, message, timestamp } = commit;
  return { id, tree_id, message, timestamp, author: person(author), committer: person(committer) };
}
