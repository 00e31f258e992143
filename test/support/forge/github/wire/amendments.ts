import { isObject, type Json, listOf } from './json.ts';

/** Where the descriptions are wrong and another one is taken. Each of these goes when it is mended there. */
export function amendedOperation(name: string, operation: unknown): unknown {
  // @octokit/openapi 23 has an old copy of this answer, in which an account is both a user and an enterprise.
  if (name !== 'GET /app/installations' || !isObject(operation)) return operation;
  const schema = { type: 'array', items: { $ref: '#/components/schemas/installation' } };
  return { ...operation, responses: { 200: { content: { 'application/json': { schema } } } } };
}

/** A list of events that an app may hear of: GitHub has more than its descriptions list (`merge_group`). */
export function isListOfEvents(values: unknown): boolean {
  const names = listOf(values);
  return names.includes('check_suite') && names.includes('pull_request');
}

/**
 * Within webhooks there are copies of what a repository and a team were years ago; GitHub sends them as its REST API has them now.
 */
export function forgottenIn(properties: Json): readonly string[] {
  if ('forks_url' in properties) return ['has_discussions', 'web_commit_signoff_required'];
  return 'members_url' in properties && 'repositories_url' in properties
    ? ['notification_setting', 'type']
    : [];
}

/** GitHub's bots have addresses such as `41898282+github-actions[bot]@users.noreply.github.com`. */
export const EMAIL = /^[^\s@]+@[^\s@]+$/;
