import type { Configuration } from '../domain/configuration/configuration.ts';
import { environmentOfBranch } from '../domain/configuration/environment-order.ts';
import { type WhatGuards, whatGuards, whatRuns } from '../domain/configuration/environment-plan.ts';
import { gitOpsFolders } from '../domain/configuration/gitops-folders.ts';
import { gitOpsLocation, liesOnBranch } from '../domain/gitops-location.ts';
import { marker, promotionBranch } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import type { Operator } from '../domain/policy/operator.ts';
import type { Deployment, Station } from '../domain/release.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import { promotionRefusedComment } from '../domain/texts/delivery.ts';
import {
  type PromotionText,
  promotionBody,
  promotionMessage,
  promotionTitle,
} from '../domain/texts/promotion.ts';
import { type OfferPromotion, workKey } from '../domain/work.ts';
import type { Clock } from '../ports/clock.ts';
import type { Comments, PullRequests } from '../ports/forge.ts';
import type { Git, TreeEdit } from '../ports/git.ts';
import type { Queue } from '../ports/queue.ts';
import type { Deployments, PullRequestRecords, Roads } from '../ports/records.ts';
import type { Run } from '../ports/run.ts';
import { readConfiguration, sourceTreeOf } from './configuration/read-configuration.ts';
import { type PlannedManifests, planManifests } from './manifests/plan-manifests.ts';
import { manifestEdits } from './manifests/write-manifests.ts';
import { carriedCommits } from './promotion/carried-commits.ts';
import { isLeftToPeople } from './promotion/left-to-people.ts';
import { explainRefusal } from './reporting/explain-refusal.ts';

export interface PromotionPorts {
  readonly git: Git;
  readonly operator: Operator;
  readonly deployments: Deployments;
  readonly records: PullRequestRecords;
  readonly pullRequests: PullRequests;
  readonly comments: Comments;
  readonly queue: Queue;
  readonly roads: Roads;
  readonly clock: Clock;
}

/** The branch that is promoted into. */
export interface Target {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly head: string;
}

/** Everything that decides the promotion's one commit. */
interface Promotion {
  readonly target: Target;
  readonly environment: string;
  readonly from: Deployment;
  readonly guards: WhatGuards;
  readonly configuration: Configuration;
  readonly served: PlannedManifests;
  readonly now: Deployment | undefined;
}

/**
 * Opens the promotion pull request into a branch from the environment that it follows, or brings it up to date; nothing where nothing
 * is new there or people have decided otherwise. It gets its test at once.
 */
export async function offerPromotion(
  ports: PromotionPorts,
  { repository, branch }: OfferPromotion,
  run: Run,
): Promise<void> {
  const stations = await ports.roads.into(repository, branch);
  if (stations.length === 0) return;
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (!head) return;
  for (const station of stations) {
    const target = { repository, branch, head };
    await offerFrom(ports, run, station, target).catch((error: unknown) =>
      tellMistake(ports, station, target, error),
    );
  }
}

/** A person's mistake is told on the commit that would be promoted: there is no pull request to tell it on. */
async function tellMistake(
  ports: PromotionPorts,
  from: Station,
  { repository, branch }: Target,
  error: unknown,
): Promise<void> {
  if (!(error instanceof PersonError)) throw error;
  const head = (await ports.deployments.current(repository, from.environment))?.head;
  if (!head) return;
  const body = promotionRefusedComment(from.environment, branch, error);
  await ports.comments.ensureCommitComment(repository, head, marker('promotion', from.environment), body);
}

async function offerFrom(ports: PromotionPorts, run: Run, from: Station, target: Target): Promise<void> {
  const promotion = await planPromotion(ports, from, target);
  if (!promotion) return;
  const { repository } = target;
  const { environment } = promotion;
  const between = { head: promotionBranch(environment), base: target.branch };
  const standing = (await ports.git.heads(repository, [between.head])).get(between.head);
  const newest = await ports.pullRequests.newest(repository, between);
  const decided = { environment, standing, release: promotion.from.release.commit };
  if (await isLeftToPeople(ports.records, repository, newest, decided)) return;
  const text = await textOf(ports.git, promotion);
  const head = await pushPromotion(ports, run, promotion, promotionMessage(text), standing);
  const wanted = { ...between, title: promotionTitle(text), body: promotionBody(text) };
  const { number } = await ports.pullRequests.ensure(repository, wanted, { newest });
  const test = {
    kind: 'test-pull-request',
    repository,
    number,
    head,
    base: target.branch,
    again: false,
  } as const;
  await ports.queue.enqueue(test);
  await ports.queue.supersede(workKey(test), head);
}

async function planPromotion(
  ports: PromotionPorts,
  station: Station,
  target: Target,
): Promise<Promotion | undefined> {
  const { repository, branch, head } = target;
  const from = await ports.deployments.current(repository, station.environment);
  if (!from) return undefined;
  await ports.git.fetch(repository, [from.release.commit, from.head]);
  const ofRelease = await readConfiguration(ports, repository, from.release.commit);
  const ofTarget = await readConfiguration(ports, repository, head);
  const guarding = ofTarget.kind === 'ok' ? ofTarget : ofRelease;
  if (guarding.kind !== 'ok' || ofRelease.kind !== 'ok') return undefined;
  const environment = environmentOfBranch(guarding.configuration, branch)?.name;
  const guards = environment && whatGuards(guarding.configuration, environment);
  const runs = environment && whatRuns(ofRelease.configuration, environment);
  const guardsAfter = environment && whatGuards(ofRelease.configuration, environment);
  if (!environment || !guards || !runs || !guardsAfter) return undefined;
  const now = await ports.deployments.current(repository, environment);
  if (now?.release.commit === from.release.commit) return undefined;
  const { release } = from;
  // Makes sure that the source tree is here: another process may have put it together.
  const { tree } = await ports.git.commit(repository, release.commit);
  await sourceTreeOf(ports.git, repository, tree, ofRelease.configuration);
  const location = gitOpsLocation(repository, runs, guardsAfter);
  const served = await planManifests(ports.git, { repository, environment, release, runs, guards, location });
  return { target, environment, from, guards, configuration: ofRelease.configuration, served, now };
}

/** One commit on the target's head: the release's source tree with the target's manifests put in. */
async function pushPromotion(
  { git, records, clock }: PromotionPorts,
  run: Run,
  promotion: Promotion,
  message: string,
  standing: string | undefined,
): Promise<string> {
  const { target, environment, from, configuration } = promotion;
  const { repository, head } = target;
  const branch = promotionBranch(environment);
  const tree = await promotedTree(git, promotion);
  if (standing && (await holds(git, repository, standing, tree, head))) return standing;
  await run.beginWriting();
  const commit = await git.makeCommit(repository, {
    tree,
    parents: [head],
    message,
    at: clock.now().toISOString(),
  });
  const sourceTree = await sourceTreeOf(git, repository, tree, configuration);
  await records.save(repository, { head: commit, environment, sourceTree, release: from.release.commit });
  const pushed = await git
    .push(repository, branch, standing, commit)
    .catch((error: unknown) => explainRefusal(error, 'promotion'));
  if (pushed === 'moved') throw new Error(`${branch} moved while we were making it`);
  return commit;
}

async function holds(
  git: Git,
  repository: RepositoryRef,
  commit: string,
  tree: string,
  parent: string,
): Promise<boolean> {
  const standing = await git.commit(repository, commit);
  return standing.tree === tree && standing.parents.length === 1 && standing.parents[0] === parent;
}

/** The target keeps what the release's own configuration calls no source; its manifests are put in where they lie on its branch. */
async function promotedTree(git: Git, { target, from, served, configuration }: Promotion): Promise<string> {
  const { repository, head, branch } = target;
  const kept = await Promise.all(
    gitOpsFolders(configuration).map(async (path): Promise<TreeEdit[]> => {
      const tree = await git.folder(repository, head, path);
      return tree ? [{ kind: 'graft', path, tree }] : [];
    }),
  );
  const manifests = liesOnBranch(served.location, repository, branch) ? manifestEdits(served) : [];
  return git.edit(repository, from.release.sourceTree, [...kept.flat(), ...manifests]);
}

async function textOf(git: Git, promotion: Promotion): Promise<PromotionText> {
  const { target, environment, from, guards, configuration, served, now } = promotion;
  const carried = await carriedCommits(git, target.repository, now?.release.commit, from.release.commit);
  return {
    ...carried,
    name: guards.name,
    from: from.environment,
    to: environment,
    release: from.release,
    before: now?.release.commit,
    road: configuration.environments.map(({ name }) => name),
    nothingServed: served.nothingServed,
  };
}
