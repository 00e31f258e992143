import type { Commit } from '../../git-log.ts';
import type { Repository } from '../../model.ts';
import { type Protection, protectionOf } from '../../protection.ts';
import type { GitHub } from '../github.ts';
import { commitPayload } from './commit.ts';
import { repositoryApi, repositoryHtml } from './repository.ts';
import type { Like } from './shape.ts';

/** A branch. A ruleset makes it `protected`, but what it requires is told by the rules alone (kunchenguid/firstmate#3932). */
export function branchPayload(github: GitHub, repository: Repository, name: string, head: Commit) {
  const self = `${repositoryApi(github, repository)}/branches/${encodeURIComponent(name)}`;
  const rules = protectionOf(repository, name);
  return {
    name,
    commit: commitPayload(github, repository, head),
    _links: { self, html: `${repositoryHtml(github, repository)}/tree/${name}` },
    protected: rules !== undefined,
    protection: protectionPayload(rules),
    protection_url: `${self}/protection`,
  } satisfies Like<'branch-with-protection'>;
}

/** More of a classic protection is for administrators only. */
function protectionPayload(rules: Protection | undefined) {
  const classic = rules?.ruleset ? undefined : rules;
  const contexts = [...(classic?.checks ?? [])];
  const checks = contexts.map((context) => ({ context, app_id: null }));
  const enforcement_level = classic?.checks ? 'everyone' : 'off';
  return { enabled: classic !== undefined, required_status_checks: { enforcement_level, contexts, checks } };
}

/** The rules that rulesets give a branch, also one that does not exist; classic protections are not among them. */
export function rulePayloads({ fullName, id }: Repository, rules: Protection | undefined) {
  if (!rules?.ruleset) return [];
  const source = { ruleset_source_type: 'Repository', ruleset_source: fullName, ruleset_id: id } as const;
  return rulesIn(rules).map((rule) => ({ ...rule, ...source }));
}

function rulesIn(rules: Protection) {
  return [
    ...(rules.deletions ? [] : [{ type: 'deletion' }]),
    ...(rules.forcePushes ? [] : [{ type: 'non_fast_forward' }]),
    ...(rules.updaters ? [{ type: 'update', parameters: { update_allows_fetch_and_merge: false } }] : []),
    ...(rules.signed ? [{ type: 'required_signatures' }] : []),
    ...(rules.linearHistory ? [{ type: 'required_linear_history' }] : []),
    ...((rules.pushers ?? rules.reviews) === undefined ? [] : [pullRequestRule(rules)]),
    ...(rules.checks ? [checksRule(rules.checks, rules)] : []),
    ...(rules.mergeQueue ? [QUEUE_RULE] : []),
  ];
}

function pullRequestRule({ reviews = 0, dismissStale = false }: Protection) {
  const parameters = {
    required_approving_review_count: reviews,
    dismiss_stale_reviews_on_push: dismissStale,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
    allowed_merge_methods: ['merge', 'squash', 'rebase'],
  };
  return { type: 'pull_request', parameters };
}

function checksRule(checks: readonly string[], { strict = false }: Protection) {
  const parameters = {
    required_status_checks: checks.map((context) => ({ context })),
    strict_required_status_checks_policy: strict,
    do_not_enforce_on_create: false,
  };
  return { type: 'required_status_checks', parameters };
}

const QUEUE_RULE = {
  type: 'merge_queue',
  parameters: {
    check_response_timeout_minutes: 60,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 1,
    merge_method: 'MERGE',
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 0,
  },
};
