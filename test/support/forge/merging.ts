import { requireRole } from './access.ts';
import { commitLog } from './git-log.ts';
import { type MergeInput, mergeCommit, rebaseCommits, squashCommit } from './git-merge.ts';
import { branchHead, updateRef } from './git-refs.ts';
import { requireRules } from './merge-rules.ts';
import type { PullRequest, User } from './model.ts';
import { markClosed } from './pull-requests.ts';
import { announceRefs } from './ref-news.ts';
import { Refusal } from './refusal.ts';
import { webSignature } from './signatures.ts';
import { inTurn } from './turns.ts';
import { emit, type World } from './world.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface MergeWish {
  readonly method: MergeMethod;
  readonly actor: User;
  /** The head that the person saw; another one is refused. */
  readonly head?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

/** Merges for real, moves the base branch and tells. Gives the new head of the base branch. */
export function mergePullRequest(world: World, pullRequest: PullRequest, wish: MergeWish): Promise<string> {
  return inTurn(pullRequest.repository, () => mergeNow(world, pullRequest, wish));
}

async function mergeNow(world: World, pullRequest: PullRequest, wish: MergeWish): Promise<string> {
  const { repository, base } = pullRequest;
  requireRole(repository, wish.actor, 'write');
  if (pullRequest.state === 'closed') throw new Refusal('not-mergeable', 'Pull Request is not mergeable');
  if (pullRequest.draft) throw new Refusal('not-mergeable', 'Pull Request is still a draft');
  if (wish.head !== undefined && wish.head !== pullRequest.head.sha)
    throw new Refusal('head-moved', 'Head branch was modified. Review and try the merge again.');
  const before = (await branchHead(repository.gitDir, base.branch)) ?? base.sha;
  await requireRules(world, pullRequest, { ...wish, base: before });
  const sha = await mergedCommit(world, pullRequest, wish, before);
  if (!sha) throw new Refusal('not-mergeable', 'Merge conflict');
  const ref = `refs/heads/${base.branch}`;
  await updateRef(repository.gitDir, ref, sha, before);
  const { actor } = wish;
  await closeAsMerged(world, pullRequest, actor, sha);
  await announceRefs(world, {
    repository,
    actor,
    before: new Map([[ref, before]]),
    after: new Map([[ref, sha]]),
  });
  return sha;
}

export async function closeAsMerged(world: World, pullRequest: PullRequest, actor: User, sha: string) {
  const { repository } = pullRequest;
  markClosed(world, pullRequest);
  pullRequest.merged = { by: actor, at: world.now(), sha };
  pullRequest.updatedAt = world.now();
  await emit(world, { kind: 'pull-request', action: 'closed', repository, actor, pullRequest });
}

/** The commit that merging makes, without moving a branch. Undefined on a conflict. */
export async function mergedCommit(world: World, pullRequest: PullRequest, wish: MergeWish, base: string) {
  const { repository, head } = pullRequest;
  const common = { gitDir: repository.gitDir, base, head: head.sha, at: world.now() };
  const input = {
    ...common,
    message: await messageFor(pullRequest, wish, base),
    committer: world.webCommitter,
    // What is replayed keeps its author, so the forge can't vouch for it.
    ...(wish.method !== 'rebase' && { signature: await webSignature(world) }),
  };
  const make = MAKERS[wish.method];
  return make({ ...input, author: wish.method === 'squash' ? pullRequest.author : wish.actor });
}

const MAKERS: Record<MergeMethod, (input: MergeInput) => Promise<string | undefined>> = {
  merge: mergeCommit,
  squash: squashCommit,
  rebase: rebaseCommits,
};

/** The forge's default messages, unless the person wrote another. */
async function messageFor(pullRequest: PullRequest, wish: MergeWish, base: string): Promise<string> {
  const { head, number, title } = pullRequest;
  if (wish.method === 'merge') {
    const from = `${head.repository.owner.login}/${head.branch}`;
    return joined(wish.title ?? `Merge pull request #${number} from ${from}`, wish.message ?? title);
  }
  const commits = await commitLog(pullRequest.repository.gitDir, ['--reverse', `${base}..${head.sha}`]);
  const list = commits.map((commit) => `* ${commit.message}`).join('\n\n');
  const only = commits.length === 1 ? commits[0]?.message.split('\n').slice(1).join('\n').trim() : undefined;
  return joined(wish.title ?? `${title} (#${number})`, wish.message ?? only ?? list);
}

function joined(title: string, body: string): string {
  return body ? `${title}\n\n${body}` : title;
}
