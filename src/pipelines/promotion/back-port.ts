import type { Configuration } from '../../domain/configuration/configuration.ts';
import { backPortBranch } from '../../domain/names.ts';
import type { BackPort, FirstEnvironment } from '../../domain/promotion/obstacles.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import {
  type BackPortText,
  backPortBody,
  backPortMessage,
  backPortTitle,
} from '../../domain/texts/back-port.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PullRequest, PullRequests } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Queue } from '../../ports/queue.ts';
import type { PullRequestRecords } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import {
  type ConfigurationPorts,
  readConfiguration,
  sourceTreeOf,
} from '../configuration/read-configuration.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import { keptFolders } from './kept-folders.ts';
import { testAtOnce } from './test-at-once.ts';

export type BackPortPorts = ConfigurationPorts & {
  readonly git: Git;
  readonly records: PullRequestRecords;
  readonly pullRequests: PullRequests;
  readonly queue: Queue;
  readonly clock: Clock;
};

/** A change of an environment's branch that is to come to the first environment. */
export interface Change extends Omit<BackPortText, 'first'> {
  readonly repository: RepositoryRef;
  readonly first: FirstEnvironment;
  /** The source trees without and with it. */
  readonly over: string;
  readonly sourceTree: string;
}

/**
 * Opens the pull request that brings a change of a later environment to the first one, or brings it up to date: one commit on that
 * environment's head. One that people merged, closed or pushed to is left alone. Undefined where the first environment can't be read.
 */
export async function ensureBackPort(
  ports: BackPortPorts,
  run: Run,
  change: Change,
): Promise<BackPort | undefined> {
  const { repository, first, environment } = change;
  const branch = backPortBranch(environment);
  const heads = await ports.git.heads(repository, [first.branch, branch]);
  const onto = heads.get(first.branch);
  const found = onto && (await readConfiguration(ports, repository, onto));
  if (!onto || !found || found.kind !== 'ok') return undefined;
  const newest = await ports.pullRequests.newest(repository, { head: branch, base: first.branch });
  if (newest && (await isSettled(ports, change, newest, heads.get(branch)))) return standingOf(newest);
  const made = await makeTree(ports.git, change, onto, found.configuration);
  if (made.kind !== 'tree') return made;
  const head = await push(ports, run, change, { ...made, onto, standing: heads.get(branch) });
  const text = { ...change, first: first.environment };
  const wanted = { head: branch, base: first.branch, title: backPortTitle(text), body: backPortBody(text) };
  const pull = await ports.pullRequests.ensure(repository, wanted, { newest });
  await testAtOnce(ports.queue, repository, pull.number, { head, base: first.branch });
  return standingOf(pull);
}

/** Whether there is nothing more to do: it was made for this very change, or it is open and somebody's commits lie on it. */
async function isSettled(
  { records }: BackPortPorts,
  { repository, first, environment, sourceTree }: Change,
  newest: PullRequest,
  standing: string | undefined,
): Promise<boolean> {
  const carriedBy = async (head: string) =>
    (await records.find(repository, first.environment, head))?.backPort;
  const carried = await carriedBy(newest.head.commit);
  if (carried) return carried.environment === environment && carried.sourceTree === sourceTree;
  return newest.state === 'open' && standing !== undefined;
}

function standingOf({ number, state, merged }: PullRequest): BackPort {
  return { kind: 'pull-request', number, state: merged ? 'merged' : state };
}

type Made =
  | { readonly kind: 'tree'; readonly tree: string; readonly sourceTree: string }
  | Exclude<BackPort, { kind: 'pull-request' }>;

/** The first environment's tree with the change: its own manifests stay. */
async function makeTree(
  git: Git,
  { repository, over, sourceTree }: Change,
  onto: string,
  configuration: Configuration,
): Promise<Made> {
  const { tree } = await git.commit(repository, onto);
  const ours = await sourceTreeOf(git, repository, tree, configuration);
  const merged = await git.mergeTrees(repository, { base: over, ours, theirs: sourceTree });
  if (merged.kind === 'conflict') return { kind: 'conflict', files: [...merged.files] };
  if (merged.tree === ours) return { kind: 'there' };
  const kept = await keptFolders(git, repository, onto, configuration);
  return {
    kind: 'tree',
    sourceTree: merged.tree,
    tree: await git.edit(repository, merged.tree, kept),
  };
}

async function push(
  { git, records, clock }: BackPortPorts,
  run: Run,
  change: Change,
  made: {
    readonly tree: string;
    readonly sourceTree: string;
    readonly onto: string;
    readonly standing: string | undefined;
  },
): Promise<string> {
  const { repository, first, environment, sourceTree } = change;
  const { tree, onto, standing } = made;
  const branch = backPortBranch(environment);
  await run.beginWriting();
  const message = backPortMessage({ ...change, first: first.environment });
  const at = clock.now().toISOString();
  const commit = await git.makeCommit(repository, { tree, parents: [onto], message, at });
  await records.save(repository, {
    head: commit,
    environment: first.environment,
    sourceTree: made.sourceTree,
    backPort: { environment, sourceTree },
  });
  const pushed = await git
    .push(repository, branch, standing, commit)
    .catch((error: unknown) => explainRefusal(error, 'back-port'));
  if (pushed === 'moved') throw new Error(`${branch} moved while we were making it`);
  return commit;
}
