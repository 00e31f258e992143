import { commitLog } from './git-log.ts';
import { branchHead, isAncestor, listRefs, NO_COMMIT, updateRef } from './git-refs.ts';
import type { PullRequest, Repository, User } from './model.ts';
import { protectionOf } from './protection.ts';
import { bringHead, markClosed } from './pull-requests.ts';
import { emit, type World } from './world.ts';

export interface RefNews {
  readonly repository: Repository;
  readonly actor: User;
  /** Refs by full name, with their commits. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** GitHub's webhook lists at most 2,048 commits of a push. */
const MAX_COMMITS = 2048;

/** Tells what moved: a push for each ref, then what it means for the open pull requests. */
export async function announceRefs(world: World, news: RefNews): Promise<void> {
  const names = new Set([...news.before.keys(), ...news.after.keys()]);
  for (const ref of names) {
    const before = news.before.get(ref) ?? NO_COMMIT;
    const after = news.after.get(ref) ?? NO_COMMIT;
    if (before === after) continue;
    await announcePush(world, news, { ref, before, after });
    if (!ref.startsWith('refs/heads/')) continue;
    const branch = ref.slice('refs/heads/'.length);
    await updateHeads(world, news, { branch, before, after });
    await settleBases(world, news, { branch, after });
  }
}

/** Moves one ref, makes it or (without a commit) takes it away, and tells. */
export async function moveRef(
  world: World,
  wanted: { repository: Repository; actor: User; ref: string; sha: string | undefined },
): Promise<void> {
  const { repository, actor, ref, sha } = wanted;
  const before = await listRefs(repository.gitDir);
  await updateRef(repository.gitDir, ref, sha ?? NO_COMMIT);
  await announceRefs(world, { repository, actor, before, after: await listRefs(repository.gitDir) });
}

async function announcePush(
  world: World,
  news: RefNews,
  move: { ref: string; before: string; after: string },
) {
  const { repository, actor } = news;
  const { ref, before, after } = move;
  const isNew = before === NO_COMMIT;
  const gone = after === NO_COMMIT;
  const known = isNew ? [...news.before.values()] : [before];
  const range = [`--max-count=${MAX_COMMITS}`, '--reverse', after, '--not', ...known];
  const commits = gone ? [] : await commitLog(repository.gitDir, range);
  const forced = !isNew && !gone && !(await isAncestor(repository.gitDir, before, after));
  await emit(world, { kind: 'push', repository, actor, ref, before, after, forced, commits });
}

/** Open pull requests, in this repository and its parents, whose head branch moved or went. */
async function updateHeads(
  world: World,
  { repository, actor }: RefNews,
  { branch, before, after }: { branch: string; before: string; after: string },
): Promise<void> {
  const all = [...world.repositories.values()].flatMap((candidate) => candidate.pullRequests);
  const isMoved = ({ state, head }: PullRequest) =>
    state === 'open' && head.repository === repository && head.branch === branch;
  for (const pullRequest of all.filter(isMoved)) {
    if (after === NO_COMMIT) await closeFor(world, pullRequest, actor);
    else await synchronize(world, pullRequest, actor, { before, after });
  }
}

async function synchronize(
  world: World,
  pullRequest: PullRequest,
  actor: User,
  moved: { before: string; after: string },
): Promise<void> {
  const { repository, head, base } = pullRequest;
  // Somebody may ask for it at this moment: its commits are here before it has the new head.
  await bringHead({ ...pullRequest, head: { ...head, sha: moved.after } });
  head.sha = moved.after;
  pullRequest.updatedAt = world.now();
  base.sha = (await branchHead(repository.gitDir, base.branch)) ?? base.sha;
  await emit(world, { kind: 'pull-request', action: 'synchronize', repository, actor, pullRequest, moved });
  if (protectionOf(repository, base.branch)?.dismissStale) await dismissApprovals(world, pullRequest, actor);
}

async function dismissApprovals(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  const { repository, reviews } = pullRequest;
  for (const review of reviews.filter(({ verdict }) => verdict === 'approved')) {
    review.verdict = 'dismissed';
    await emit(world, { kind: 'review', action: 'dismissed', repository, actor, pullRequest, review });
  }
}

/** A base that went closes its pull requests; a base that now contains the head has merged it, without a button. */
async function settleBases(
  world: World,
  { repository, actor }: RefNews,
  { branch, after }: { branch: string; after: string },
): Promise<void> {
  for (const pullRequest of repository.pullRequests) {
    if (pullRequest.state === 'closed' || pullRequest.base.branch !== branch) continue;
    if (after === NO_COMMIT) await closeFor(world, pullRequest, actor);
    else if (await isAncestor(repository.gitDir, pullRequest.head.sha, after)) {
      pullRequest.merged = { by: actor, at: world.now(), sha: after };
      await closeFor(world, pullRequest, actor);
    }
  }
}

async function closeFor(world: World, pullRequest: PullRequest, actor: User): Promise<void> {
  markClosed(world, pullRequest);
  const { repository } = pullRequest;
  await emit(world, { kind: 'pull-request', action: 'closed', repository, actor, pullRequest });
}
