import { addressesOf } from '../../domain/approvals/co-authors.ts';
import { onTheRoad } from '../../domain/promotion/on-the-road.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Accounts } from '../../ports/forge.ts';
import type { CommitInfo, Git } from '../../ports/git.ts';
import type { Deployments } from '../../ports/records.ts';

export interface WriterPorts {
  readonly git: Pick<Git, 'committer' | 'fetch' | 'fetchIfThere' | 'log' | 'merge'>;
  readonly accounts: Accounts;
  readonly deployments: Pick<Deployments, 'list'>;
}

/** A pull request into an environment: a promotion of a release, or one with commits of its own. */
export interface Carrying {
  readonly repository: RepositoryRef;
  readonly environment: string;
  readonly release: string | undefined;
  readonly base: string;
  readonly head: string;
  /** Who opened it. */
  readonly author: string;
}

const mostCommits = 10_000;
const mostDeployments = 200;

/**
 * Who wrote what is carried: authors and co-authors of its commits, by their accounts, and who opened the pull request. An address that the
 * forge knows no account of is nobody's here: whoever makes a commit can write any address into it, so nothing is won by refusing
 * everybody for one. Throws where the forge can't tell.
 */
export async function writersOf(ports: WriterPorts, carrying: Carrying): Promise<readonly string[]> {
  const { git, accounts } = ports;
  const { repository, head, release = head, author } = carrying;
  const since = await sinceOf(ports, carrying);
  const commits = await git.log(repository, since, release, mostCommits + 1);
  if (commits.length > mostCommits)
    throw new Error(`more than ${mostCommits} commits are carried to ${release}`);
  const addresses = new Set<string>();
  for (const commit of commits) {
    if (await isMadeByTheForge(git, repository, commit)) continue;
    for (const address of addressesOf(commit)) addresses.add(address);
  }
  addresses.delete(git.committer.email.toLowerCase());
  const writers = [author];
  for (const address of addresses) {
    const login = await accounts.ofAddress(repository, { address, reachableFrom: release });
    if (login !== undefined) writers.push(login);
  }
  return writers;
}

/** What a promotion carries begins at the release that a promotion brought there last; all of it where none did, or git has lost that one. */
async function sinceOf(
  { git, deployments }: WriterPorts,
  { repository, environment, release, base, head }: Carrying,
): Promise<string | undefined> {
  if (release === undefined) {
    await git.fetch(repository, [base, head]);
    return base;
  }
  const [before] = onTheRoad(await deployments.list(repository, environment, mostDeployments));
  const wanted = before ? [before.release.commit, release] : [release];
  const there = await git.fetchIfThere(repository, wanted);
  if (!there.has(release)) throw new Error(`the forge has forgotten the release ${release}`);
  return before && there.has(before.release.commit) ? before.release.commit : undefined;
}

/** Whoever presses the merge button is the author of a commit in which nobody wrote anything: it holds what its parents give. */
async function isMadeByTheForge(
  git: Pick<Git, 'merge'>,
  repository: RepositoryRef,
  { parents, tree }: CommitInfo,
): Promise<boolean> {
  const [first, second, ...more] = parents;
  if (first === undefined || second === undefined || more.length > 0) return false;
  const merged = await git.merge(repository, first, second);
  return merged.kind === 'tree' && merged.tree === tree;
}
