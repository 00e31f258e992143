import { checkName, marker } from '../domain/names.ts';
import type { RepositoryRef } from '../domain/repository-ref.ts';
import { commandErrorText } from '../domain/texts/commands/answer.ts';
import { deliveryErrorComment } from '../domain/texts/delivery.ts';
import { experimentProblem } from '../domain/texts/experiment.ts';
import { internalErrorComment, internalErrorText } from '../domain/texts/problems.ts';
import type { RunCommand, RunExperiment, TestMergeGroup, TestPullRequest, Work } from '../domain/work.ts';
import type { Clock } from '../ports/clock.ts';
import type { Checks, Comments } from '../ports/forge.ts';
import type { GitReader } from '../ports/git.ts';
import type { Audit, Roads } from '../ports/records.ts';
import { react, reply } from './commands/answer-command.ts';
import { noteCommand } from './commands/note-command.ts';
import { knownEnvironment } from './configuration/known-environment.ts';

export interface TellPorts {
  readonly checks: Checks;
  readonly comments: Comments;
  readonly roads: Roads;
  readonly git: GitReader;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Says where people look that work was given up, with the reference under which the log tells why. */
export async function tellInternalError(ports: TellPorts, work: Work, reference: string): Promise<void> {
  switch (work.kind) {
    case 'test-pull-request':
      return tellOnPullRequest(ports, work, reference);
    case 'test-merge-group':
      return failCheck(ports, work, reference);
    case 'deliver-branch':
    case 'offer-promotion':
      return tellOnBranch(ports, work.repository, work.branch, reference);
    case 'run-experiment':
      return tellOnExperiment(ports, work, reference);
    case 'run-command':
      return tellOnCommand(ports, work, reference);
    case 'follow-rollout':
    case 'rerun-commit':
      return; // the check that asked for it still shows what it showed
  }
}

async function failCheck(
  { roads, checks }: TellPorts,
  { repository, head, base }: TestPullRequest | TestMergeGroup,
  reference: string,
): Promise<void> {
  const environment = (await knownEnvironment(roads, repository, base)) ?? base;
  const { title, message } = internalErrorText(reference);
  const check = { name: checkName(environment), head, state: 'failure', title, summary: message } as const;
  await checks.ensureCheck(repository, check);
}

async function tellOnPullRequest(ports: TellPorts, work: TestPullRequest, reference: string): Promise<void> {
  const { repository, number, base } = work;
  await failCheck(ports, work, reference);
  const environment = (await knownEnvironment(ports.roads, repository, base)) ?? base;
  const body = internalErrorComment(environment, reference);
  await ports.comments.ensureComment(repository, number, marker('test', environment), body);
}

/** Only for a branch that is an environment: a push elsewhere is none of our business. */
async function tellOnBranch(
  ports: TellPorts,
  repository: RepositoryRef,
  branch: string,
  reference: string,
): Promise<void> {
  const environment = await knownEnvironment(ports.roads, repository, branch);
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (!environment || !head) return;
  const body = deliveryErrorComment(environment, reference);
  await ports.comments.ensureCommitComment(repository, head, marker('deployment', environment), body);
}

async function tellOnExperiment(
  { comments }: TellPorts,
  work: RunExperiment,
  reference: string,
): Promise<void> {
  const body = experimentProblem(work, internalErrorText(reference));
  await comments.ensureComment(work.repository, work.number, marker('experiment', work.id), body);
}

async function tellOnCommand(ports: TellPorts, command: RunCommand, reference: string): Promise<void> {
  await noteCommand(ports, command, { outcome: 'failed' });
  await reply(ports.comments, command, commandErrorText(reference));
  await react(ports.comments, command, 'refused');
}
