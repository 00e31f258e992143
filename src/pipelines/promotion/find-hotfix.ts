import type { FileChange } from '../../domain/promotion/file-change.ts';
import {
  type ContainedHotfix,
  type Hotfix,
  type HotfixQuestion,
  isContained,
  isKnownContained,
  treesBelow,
} from '../../domain/promotion/hotfix.ts';
import { cameFrom } from '../../domain/promotion/on-the-road.ts';
import type { CommitInfo, Git } from '../../ports/git.ts';
import { type ConfigurationPorts, sourceTreeAt } from '../configuration/read-configuration.ts';
import type { Leg } from './find-leg.ts';

export type HotfixPorts = ConfigurationPorts & { readonly git: Git };

export type HotfixFound =
  | { readonly kind: 'none' }
  | { readonly kind: 'contained'; readonly contained: ContainedHotfix }
  | { readonly kind: 'hotfix'; readonly hotfix: Hotfix }
  /** Nothing was ever promoted there, and the branches have no commit in common: nobody can say whose change is whose. */
  | { readonly kind: 'unrelated'; readonly files: readonly FileChange[] };

/**
 * Looks for commits on a branch that no promotion brought, and whether the release that is to come there has their change. `known` is
 * what an earlier look found.
 */
export async function findHotfix(
  ports: HotfixPorts,
  leg: Leg,
  known: ContainedHotfix | undefined,
): Promise<HotfixFound> {
  const { repository, head } = leg.target;
  const sourceTree = await sourceTreeAt(ports, repository, head, leg.folders);
  if (sourceTree === leg.promoted?.release.sourceTree) return { kind: 'none' };
  const origin = await originOf(ports, leg);
  if (!origin) return unrelated(ports, leg, sourceTree);
  if (origin.sourceTree === sourceTree) return { kind: 'none' };
  const question = { over: origin.sourceTree, sourceTree, deployedAt: leg.from.at };
  if (known && isKnownContained(known, question)) return { kind: 'contained', contained: known };
  return search(ports, leg, { origin, question, known });
}

async function unrelated(
  { git }: HotfixPorts,
  { target, from }: Leg,
  sourceTree: string,
): Promise<HotfixFound> {
  const files = await git.changes(target.repository, from.release.sourceTree, sourceTree);
  return files.length > 0 ? { kind: 'unrelated', files } : { kind: 'none' };
}

/** Where both branches last held the same: the source tree, and the commit on each. */
interface Origin {
  readonly sourceTree: string;
  /** Undefined where the forge has forgotten it: then the whole line is looked at. */
  readonly onTarget: string | undefined;
  readonly onSource: string | undefined;
}

async function originOf(
  ports: HotfixPorts,
  { target: { repository, head }, from, promoted, deployed, folders }: Leg,
): Promise<Origin | undefined> {
  if (promoted) {
    const onSource = cameFrom(deployed.source, promoted)?.head;
    const { commit } = promoted.release;
    const wanted = [commit, promoted.head, ...(onSource ? [onSource] : [])];
    const there = await ports.git.fetchIfThere(repository, wanted);
    const holder = [commit, promoted.head].find((each) => there.has(each));
    if (!holder) return undefined;
    const sourceTree = await sourceTreeAt(ports, repository, holder, folders);
    const kept = (each: string | undefined) => (each && there.has(each) ? each : undefined);
    return { sourceTree, onTarget: kept(promoted.head), onSource: kept(onSource) };
  }
  const base = await ports.git.mergeBase(repository, head, from.head);
  if (!base) return undefined;
  return {
    sourceTree: await sourceTreeAt(ports, repository, base, folders),
    onTarget: base,
    onSource: base,
  };
}

interface Search {
  readonly origin: Origin;
  readonly question: HotfixQuestion;
  readonly known: ContainedHotfix | undefined;
}

async function search(
  ports: HotfixPorts,
  leg: Leg,
  { origin, question, known }: Search,
): Promise<HotfixFound> {
  const { over, sourceTree, deployedAt } = question;
  const line: OnLine[] = [];
  for await (const each of lineOf(ports, leg, origin.onTarget, leg.target.head)) line.push(each);
  const trees = new Set([over, ...line.map((each) => each.sourceTree)]);
  const below = treesBelow(known, question).filter((tree) => trees.has(tree));
  if (await hasArrived(ports, leg, { origin, below, sourceTree }))
    return { kind: 'contained', contained: { over, sourceTree, since: deployedAt } };
  const newest = below.at(-1) ?? over;
  const commits = changing(line, over).map(shown);
  const files = await filesOf(ports, leg, newest, sourceTree);
  return { kind: 'hotfix', hotfix: { over: newest, sourceTree, commits, files } };
}

/** Whether any commit of the source since the origin, up to the release, has what the target has. */
async function hasArrived(
  ports: HotfixPorts,
  leg: Leg,
  { origin, below, sourceTree }: { origin: Origin; below: readonly string[]; sourceTree: string },
): Promise<boolean> {
  const { repository } = leg.target;
  const seen = new Set<string>();
  for await (const { sourceTree: ours } of lineOf(ports, leg, origin.onSource, leg.from.head)) {
    if (seen.has(ours)) continue;
    seen.add(ours);
    for (const base of below) {
      const merged = await ports.git.mergeTrees(repository, { base, ours, theirs: sourceTree });
      if (isContained(merged, ours)) return true;
    }
  }
  return false;
}

interface OnLine {
  readonly info: CommitInfo;
  readonly sourceTree: string;
}

/** How far back is looked. */
const mostCommits = 100;

/** The first-parent commits of a branch since another one, newest first, with their source trees. */
async function* lineOf(
  ports: HotfixPorts,
  { target: { repository }, folders }: Leg,
  since: string | undefined,
  head: string,
): AsyncGenerator<OnLine> {
  for (const info of await ports.git.firstParents(repository, since, head, mostCommits))
    yield { info, sourceTree: await sourceTreeAt(ports, repository, info.commit, folders) };
}

/** The commits that changed the source tree, oldest first: Tailrace's own, which write manifests, do not. */
function changing(line: readonly OnLine[], over: string): readonly CommitInfo[] {
  const forward = line.toReversed();
  return forward
    .filter(({ sourceTree }, index) => sourceTree !== (forward[index - 1]?.sourceTree ?? over))
    .map(({ info }) => info);
}

function shown({ commit, message, author, parents }: CommitInfo): Hotfix['commits'][number] {
  return { commit, subject: message.split('\n')[0] ?? '', author, isMerge: parents.length > 1 };
}

const mostFiles = 200;

/** What merging the release over the hotfix would take away; where the two conflict, all that the hotfix changed. */
async function filesOf(
  { git }: HotfixPorts,
  { target: { repository }, from }: Leg,
  over: string,
  sourceTree: string,
): Promise<Hotfix['files']> {
  const released = from.release.sourceTree;
  const merged = await git.mergeTrees(repository, { base: over, ours: released, theirs: sourceTree });
  const files =
    merged.kind === 'tree'
      ? await git.changes(repository, released, merged.tree)
      : await git.changes(repository, over, sourceTree);
  return files.slice(0, mostFiles);
}
