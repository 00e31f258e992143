import type { Place } from './commands/place.ts';
import { type Asked, readComment } from './commands/read-comment.ts';
import type { Json } from './configuration/configuration.ts';
import type { CommentEvent, DecisionEvent, ForgeEvent, MergeGroupEvent } from './events.ts';
import { parsePromotionBranch } from './names.ts';
import { formatRepository, type RepositoryRef } from './repository-ref.ts';

/** One job for a worker. It says what to look at, never what was seen: the pipeline reads the forge's state itself. */
export type Work =
  | TestPullRequest
  | DeliverBranch
  | OfferPromotion
  | RerunCommit
  | TestMergeGroup
  | FollowRollout
  | RunExperiment
  | RunCommand;

/** Test the merge of a pull request. `again` runs it even where this head has its result. */
export interface TestPullRequest {
  readonly kind: 'test-pull-request';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly again: boolean;
  /** It had another base before: what was said of this head, also by another run for this base, does not hold any more. */
  readonly retargeted?: true | undefined;
  /** What is judged by has changed: what was measured is judged anew. */
  readonly judge?: true | undefined;
  /** Somebody reviewed this head: where its environment wants an approval, it is looked whether there is one. */
  readonly reviewed?: true | undefined;
  /** The image is built without what earlier builds left, where it has to be built. */
  readonly fresh?: true | undefined;
  /** Who does not want the test of this head: nothing runs, and that is said. */
  readonly cancelled?: Cancelled | undefined;
}

export interface Cancelled {
  readonly by: string;
  /** The address of the comment that asked for it. */
  readonly comment: string;
}

/** Test a commit that a merge queue made of the base and of pull requests up to `number`. */
export interface TestMergeGroup {
  readonly kind: 'test-merge-group';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  /** The queue's own branch. */
  readonly branch: string;
  readonly base: string;
}

/** Bring an environment to where its branch is: somebody pushed there or merged. */
export interface DeliverBranch {
  readonly kind: 'deliver-branch';
  readonly repository: RepositoryRef;
  readonly branch: string;
  /** The branch was made just now: its mere content is nobody's wish. */
  readonly created?: true | undefined;
  /** A person asked for it: it is done even where this head was gone through. */
  readonly again?: boolean | undefined;
}

/** Bring the promotion into an environment's branch to what runs in the environment before. */
export interface OfferPromotion {
  readonly kind: 'offer-promotion';
  readonly repository: RepositoryRef;
  readonly branch: string;
  /** Reviews of it that people dismissed: only who is told of that knows that it was no forge. */
  readonly takenBack?: readonly number[] | undefined;
  /** Somebody wants it now, whatever an approval holds. */
  readonly asked?: AskedPromotion | undefined;
}

export interface AskedPromotion {
  readonly by: string;
  /** The release that is to come there; without it, the newest. */
  readonly release?: string | undefined;
  /** The pull request that was declined before, and is wanted again. */
  readonly declined?: number | undefined;
}

/** Do again what the checks of a commit are about: test open pull requests with this head, deliver the branches that stand there. */
export interface RerunCommit {
  readonly kind: 'rerun-commit';
  readonly repository: RepositoryRef;
  readonly head: string;
  readonly environment?: string | undefined;
}

/** Look how far the newest deployment of an environment is in its cluster, and tell it. */
export interface FollowRollout {
  readonly kind: 'follow-rollout';
  readonly repository: RepositoryRef;
  readonly environment: string;
}

/** Test the merge of a pull request with other parameters, for somebody who wants to see what comes out. */
export interface RunExperiment {
  readonly kind: 'run-experiment';
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  readonly base: string;
  /** Names the command that asked for it. */
  readonly id: string;
  readonly by: string;
  readonly parameters: Readonly<Record<string, Json>>;
}

/** Do what a person asked for in a comment, or say why not. Nothing takes its place; those of one comment follow each other. */
export interface RunCommand {
  readonly kind: 'run-command';
  readonly repository: RepositoryRef;
  /** Names the command: the same again is not another one. */
  readonly id: string;
  /** The telling of the forge that it came with. */
  readonly delivery: string;
  /** Where it was asked. */
  readonly place: Place;
  readonly comment: number;
  readonly by: string;
  /** When it was heard; ISO 8601. */
  readonly heardAt: string;
  readonly asked: Asked;
}

/**
 * The key under which work is serial, and under which newer work replaces waiting work of its kind. A branch is an environment, so the
 * base of a pull request stands for the environment that it is tested for.
 */
export function workKey(work: Work): string {
  const repository = formatRepository(work.repository);
  switch (work.kind) {
    case 'test-pull-request':
      return `test:${repository}#${work.number}@${work.base}`;
    case 'deliver-branch':
    case 'offer-promotion':
      return `environment:${repository}@${work.branch}`;
    case 'rerun-commit':
      return `rerun:${repository}@${work.head}`;
    case 'test-merge-group':
      return `queue:${repository}@${work.branch}`;
    case 'follow-rollout':
      return `rollout:${repository}@${work.environment}`;
    case 'run-experiment':
      return `experiment:${repository}#${work.number}:${work.id}`;
    case 'run-command':
      return `command:${repository}:${work.delivery}`;
  }
}

/** The work that a comment asks for: one for each command in it. */
export function commandsIn(event: CommentEvent, now: Date): readonly RunCommand[] {
  const { id, repository, place, comment, by } = event;
  return readComment(event.text, event.before).map((asked, index) => ({
    ...{ kind: 'run-command', repository, place, comment, by, asked },
    ...{ id: `${id}/${index}`, delivery: id, heardAt: now.toISOString() },
  }));
}

/** The work that a person's decision asks for: about a promotion, to look at it anew. */
export function workAfter({ repository, head, base, takenBack }: DecisionEvent): OfferPromotion | undefined {
  if (parsePromotionBranch(head) === undefined) return undefined;
  const dismissed = takenBack === undefined ? {} : { takenBack: [takenBack] };
  return { kind: 'offer-promotion', repository, branch: base, ...dismissed };
}

/** An event that says by itself what work it asks for. */
export type PlainEvent = Exclude<ForgeEvent, CommentEvent | DecisionEvent>;

export function workFor(event: PlainEvent): Work {
  const { repository } = event;
  switch (event.kind) {
    case 'push':
      return {
        kind: 'deliver-branch',
        repository,
        branch: event.branch,
        ...(event.created && { created: true }),
      };
    case 'branch-deleted':
      return { kind: 'offer-promotion', repository, branch: event.branch };
    case 'pull-request':
      return {
        kind: 'test-pull-request',
        repository,
        number: event.number,
        head: event.head,
        base: event.base,
        again: false,
        ...(event.from !== undefined && { retargeted: true }),
      };
    case 'rerun':
      return {
        kind: 'test-pull-request',
        repository,
        number: event.pullRequest,
        head: event.head,
        base: event.base,
        again: true,
      };
    case 'review':
      return {
        kind: 'test-pull-request',
        repository,
        number: event.number,
        head: event.head,
        base: event.base,
        again: false,
        reviewed: true,
      };
    case 'merge-group':
      return groupTest(event);
    case 'rerun-commit':
      return event;
  }
}

function groupTest({ repository, number, head, branch, base }: MergeGroupEvent): TestMergeGroup {
  return { kind: 'test-merge-group', repository, number, head, branch, base };
}
