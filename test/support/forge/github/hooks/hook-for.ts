import type { ForgeEvent } from '../../forge-event.ts';
import type { GitHub } from '../github.ts';
import { checkActionHook, checkRunHook, checkSuiteHook } from './check-hooks.ts';
import { commentHook, commitCommentHook } from './comment-hooks.ts';
import { mergeGroupHook, pushHook } from './commit-hooks.ts';
import { lineCommentHook, pullRequestHook, reviewHook } from './pull-request-hooks.ts';

export interface Hook {
  readonly event: string;
  readonly payload: { readonly action?: string; readonly [field: string]: unknown };
}

/** An event as GitHub's webhook, with the state that the forge has at this moment. */
export async function hookFor(github: GitHub, event: ForgeEvent): Promise<Hook> {
  switch (event.kind) {
    case 'push':
      return { event: 'push', payload: pushHook(github, event) };
    case 'merge-group':
      return { event: 'merge_group', payload: await mergeGroupHook(github, event) };
    case 'pull-request':
      return { event: 'pull_request', payload: await pullRequestHook(github, event) };
    case 'comment':
      return { event: 'issue_comment', payload: commentHook(github, event) };
    case 'commit-comment':
      return { event: 'commit_comment', payload: commitCommentHook(github, event) };
    case 'review':
      return { event: 'pull_request_review', payload: await reviewHook(github, event) };
    case 'line-comment':
      return { event: 'pull_request_review_comment', payload: await lineCommentHook(github, event) };
    case 'check-run':
      return { event: 'check_run', payload: checkRunHook(github, event) };
    case 'check-action':
      return { event: 'check_run', payload: checkActionHook(github, event) };
    case 'check-suite':
      return { event: 'check_suite', payload: await checkSuiteHook(github, event) };
  }
}
