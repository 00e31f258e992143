import type { Context, Probot } from 'probot';
import type {
  CommentEvent,
  DecisionEvent,
  ForgeEvent,
  PullRequestEvent,
  ReviewEvent,
} from '../../domain/events.ts';
import { parseQueueBranch } from '../../domain/names.ts';
import { parseRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { IsOurs } from './own-account.ts';

/** Takes an event of a delivery. What it throws makes the delivery fail. */
export type OnEvent = (event: ForgeEvent, deliveryId: string) => Promise<void>;

/** Checks of ours are named `tailrace/<environment>`. */
const checkPrefix = 'tailrace/';

/** What can change the tested merge, apart from a new base (`edited`). Drafts are tested like others. */
const testable = [
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.ready_for_review',
] as const;

const reviews = ['pull_request_review.submitted', 'pull_request_review.dismissed'] as const;

/** What people decide about a pull request. */
const decisions = ['pull_request.closed', 'pull_request.reopened', ...reviews] as const;

/** Translates the app's webhooks to events. Our own app's pushes and pull requests are events too. */
export function translateWebhooks(
  probot: Pick<Probot, 'on'>,
  { appId, isOurs, onEvent }: { appId: number; isOurs: IsOurs; onEvent: OnEvent },
): void {
  probot.on('push', async ({ id, payload }) => {
    const event = pushEvent(payload);
    if (event) await onEvent(event, id);
  });
  probot.on([...testable], ({ id, payload }) => onEvent(pullRequestEvent(payload), id));
  probot.on('pull_request.edited', async ({ id, payload }) => {
    const from = payload.changes.base?.ref.from;
    if (from !== undefined) await onEvent({ ...pullRequestEvent(payload), from }, id);
  });
  probot.on(['merge_group.checks_requested', 'merge_group.destroyed'], ({ id, payload }) =>
    onEvent(mergeGroupEvent(payload), id),
  );
  probot.on([...decisions], async ({ id, payload }) => {
    const event = decisionEvent(payload);
    if (event) await onEvent(event, id);
  });
  probot.on([...reviews], ({ id, payload }) => onEvent(reviewEvent(payload), id));
  probot.on(['issue_comment.created', 'issue_comment.edited'], async ({ id, payload }) => {
    const event = commentEvent(payload, id);
    if (event && !(await isOurs(payload.comment))) await onEvent(event, id);
  });
  probot.on('commit_comment.created', async ({ id, payload }) => {
    if (!(await isOurs(payload.comment))) await onEvent(commitCommentEvent(payload, id), id);
  });
  probot.on('check_run.rerequested', async ({ id, payload }) => {
    const { name, app, head_sha, pull_requests } = payload.check_run;
    if (app?.id !== appId || !name.startsWith(checkPrefix)) return;
    const environment = name.slice(checkPrefix.length);
    await rerun(payload.repository, { head: head_sha, environment }, pull_requests, (event) =>
      onEvent(event, id),
    );
  });
  probot.on('check_suite.rerequested', async ({ id, payload }) => {
    const { app, head_sha, pull_requests } = payload.check_suite;
    if (app.id !== appId) return;
    const checked = { head: head_sha, environment: undefined };
    await rerun(payload.repository, checked, pull_requests, (event) => onEvent(event, id));
  });
}

/** The names of the webhooks that are translated, as Probot has them: `push`, `pull_request.opened`. */
export function translatedWebhooks(): ReadonlySet<string> {
  const names = new Set<string>();
  const on = (name: string | readonly string[]) => {
    for (const each of [name].flat()) names.add(each);
  };
  translateWebhooks({ on }, { appId: 0, isOurs: async () => false, onEvent: async () => undefined });
  return names;
}

function pushEvent(payload: Context<'push'>['payload']): ForgeEvent | undefined {
  const branch = /^refs\/heads\/(.+)$/s.exec(payload.ref)?.[1];
  if (branch === undefined) return undefined;
  const repository = refOf(payload.repository);
  if (payload.deleted) return { kind: 'branch-deleted', repository, branch };
  return { kind: 'push', repository, branch, head: payload.after, ...(payload.created && { created: true }) };
}

function pullRequestEvent(
  payload: Context<(typeof testable)[number] | 'pull_request.edited'>['payload'],
): PullRequestEvent {
  const { number, head, base } = payload.pull_request;
  const repository = refOf(payload.repository);
  return { kind: 'pull-request', repository, number, head: head.sha, base: base.ref };
}

function mergeGroupEvent({
  action,
  merge_group,
  repository,
}: Context<'merge_group.checks_requested' | 'merge_group.destroyed'>['payload']): ForgeEvent {
  if (!repository) throw new Error('GitHub told of a merge group without its repository.');
  const [branch, base] = [merge_group.head_ref, merge_group.base_ref].map((ref) =>
    ref.replace(/^refs\/heads\//, ''),
  );
  const number = parseQueueBranch(branch ?? '');
  if (!branch || !base || number === undefined)
    throw new Error(`GitHub named a merge group that can't be read: ${merge_group.head_ref}`);
  const ended = action === 'destroyed';
  return {
    kind: 'merge-group',
    repository: refOf(repository),
    number,
    head: merge_group.head_sha,
    branch,
    base,
    ended,
  };
}

/** A pull request from a fork, and one that was merged, has no decision to be heard of: the push tells of a merge. */
function decisionEvent(payload: Context<(typeof decisions)[number]>['payload']): DecisionEvent | undefined {
  const { head, base } = payload.pull_request;
  if (head.repo?.full_name !== base.repo.full_name) return undefined;
  if (payload.action === 'closed' && payload.pull_request.merged) return undefined;
  const takenBack =
    payload.action === 'dismissed' && payload.sender.type === 'User' ? payload.review.id : undefined;
  return {
    kind: 'decision',
    repository: refOf(payload.repository),
    head: head.ref,
    base: base.ref,
    takenBack,
  };
}

function reviewEvent({
  pull_request: { number, head, base },
  repository,
}: Context<(typeof reviews)[number]>['payload']): ReviewEvent {
  return { kind: 'review', repository: refOf(repository), number, head: head.sha, base: base.ref };
}

/** For an edited one the sender counts, who is not always its author. */
function commentEvent(
  payload: Context<'issue_comment.created' | 'issue_comment.edited'>['payload'],
  id: string,
): CommentEvent | undefined {
  const { issue, comment, sender } = payload;
  const changed = 'changes' in payload ? payload.changes.body : undefined;
  if ('changes' in payload && !changed) return undefined;
  return {
    ...{ kind: 'comment', id, repository: refOf(payload.repository) },
    place: { kind: issue.pull_request ? 'pull-request' : 'issue', number: issue.number },
    ...{ comment: comment.id, by: sender.login, text: comment.body, before: changed?.from },
  };
}

/** GitHub does not tell when somebody changes such a comment. */
function commitCommentEvent(
  { repository, comment, sender }: Context<'commit_comment.created'>['payload'],
  id: string,
): CommentEvent {
  return {
    ...{ kind: 'comment', id, repository: refOf(repository) },
    place: { kind: 'commit', commit: comment.commit_id },
    ...{ comment: comment.id, by: sender.login, text: comment.body },
  };
}

type NamedRepository = { full_name: string };
type CheckedPullRequest = { number: number; base: { ref: string } } | null;

/** Of several pull requests with this head each is tested again. GitHub names none for a fork's head and for a merge commit. */
async function rerun(
  repository: NamedRepository,
  { head, environment }: { readonly head: string; readonly environment: string | undefined },
  pullRequests: readonly CheckedPullRequest[],
  handle: (event: ForgeEvent) => Promise<void>,
): Promise<void> {
  const where = refOf(repository);
  const pulls = pullRequests.filter((each) => each !== null);
  if (pulls.length === 0) await handle({ kind: 'rerun-commit', repository: where, head, environment });
  for (const pull of pulls) {
    await handle({ kind: 'rerun', repository: where, pullRequest: pull.number, head, base: pull.base.ref });
  }
}

function refOf(repository: NamedRepository): RepositoryRef {
  const ref = parseRepository(repository.full_name);
  if (!ref) throw new Error(`GitHub named a repository that can't be read: ${repository.full_name}`);
  return ref;
}
