import type { GitHub } from '../github.ts';
import { checkRunPayload, checkSuitePayload } from '../payloads/check-run.ts';
import { headCommitOf } from './commit-hooks.ts';
import type { EventOf } from './event-of.ts';

export function checkRunHook(github: GitHub, event: EventOf<'check-run'>) {
  return { action: event.action, check_run: checkRunOf(github, event) };
}

export function checkActionHook(github: GitHub, event: EventOf<'check-action'>) {
  const requested_action = { identifier: event.asked.identifier };
  return { action: 'requested_action', requested_action, check_run: checkRunOf(github, event) };
}

function checkRunOf(github: GitHub, { repository, checkRun }: EventOf<'check-run' | 'check-action'>) {
  const suite = { id: checkRun.suiteId, headSha: checkRun.headSha };
  const check_suite = checkSuitePayload(github, repository, suite);
  return { ...checkRunPayload(github, repository, checkRun), check_suite };
}

export async function checkSuiteHook(github: GitHub, event: EventOf<'check-suite'>) {
  const { repository, suiteId, headSha } = event;
  const payload = checkSuitePayload(github, repository, { id: suiteId, headSha });
  const check_suite = {
    ...payload,
    check_runs_url: `${payload.url}/check-runs`,
    latest_check_runs_count: repository.checkRuns.filter((run) => run.suiteId === suiteId).length,
    head_commit: await headCommitOf(github, repository, headSha),
  };
  return { action: 'rerequested', check_suite };
}
