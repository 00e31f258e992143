import { z } from 'zod';
import { type AuditOutcome, outcomes } from '../domain/audit.ts';
import type { Command } from '../domain/commands/command.ts';
import { PersonError } from '../domain/person-error.ts';
import type { Answer } from '../domain/texts/commands/answer.ts';
import { commandHelp, mistakeAnswer } from '../domain/texts/commands/help.ts';
import type { RunCommand } from '../domain/work.ts';
import type { Comments } from '../ports/forge.ts';
import type { Audit } from '../ports/records.ts';
import type { Run } from '../ports/run.ts';
import { react, reply } from './commands/answer-command.ts';
import { type ApproveRunPorts, approveRun } from './commands/approve-run.ts';
import { beginExperiment, type ExperimentCommandPorts } from './commands/begin-experiment.ts';
import { type CancelPorts, cancelTest } from './commands/cancel-test.ts';
import { checkPermission, type PermissionPorts } from './commands/check-permission.ts';
import { type HoldPorts, holdEnvironment, unholdEnvironment } from './commands/hold.ts';
import { isRead } from './commands/is-read.ts';
import { noteCommand } from './commands/note-command.ts';
import { type OverridePorts, overrideGate } from './commands/override-gate.ts';
import { type OverwritePorts, overwritePromotion } from './commands/overwrite-promotion.ts';
import { type PromoteReleasePorts, promoteRelease } from './commands/promote-release.ts';
import { type RetryPorts, retryTest } from './commands/retry-test.ts';
import { type RollbackPorts, rollbackEnvironment } from './commands/rollback.ts';
import { type DiffPorts, showDiff } from './commands/show-diff.ts';
import { type HistoryPorts, showHistory } from './commands/show-history.ts';
import { type StatusPorts, showStatus } from './commands/show-status.ts';

export type CommandPorts = OverwritePorts &
  RollbackPorts &
  HoldPorts &
  PromoteReleasePorts &
  OverridePorts &
  RetryPorts &
  CancelPorts &
  ExperimentCommandPorts &
  ApproveRunPorts &
  StatusPorts &
  DiffPorts &
  HistoryPorts &
  PermissionPorts & { readonly comments: Comments; readonly audit: Audit };

/** What came of a command, for whoever asked and for the audit. */
const resultSchema = z.object({
  text: z.string(),
  outcome: z.enum(outcomes),
  environment: z.string().optional(),
  permission: z.string().optional(),
});
type Result = z.infer<typeof resultSchema>;

/**
 * Does what a person asked for in a comment, if they may. They see at once that it was heard, and in the same place what came of it; that a
 * forge takes no comment holds nothing up. One that was told twice is carried out once.
 */
export async function runCommand(ports: CommandPorts, command: RunCommand, run: Run): Promise<void> {
  const { repository, id } = command;
  const isNew = async () => (await isRead(ports, command)) && !(await ports.audit.has(repository, id));
  if (!(await run.step('look', z.boolean(), isNew))) return;
  const heard = (await run.outputOf('carry out', resultSchema)) ? undefined : hear(ports, command);
  const result = await run.step('carry out', resultSchema, () => carryOut(ports, command, run));
  await noteCommand(ports, command, result);
  await heard;
  await reply(ports.comments, command, result.text);
  await react(ports.comments, command, result.outcome === 'done' ? 'done' : 'refused');
}

/** Never fails: what counts is what was asked for. */
async function hear({ comments, log }: CommandPorts, command: RunCommand): Promise<void> {
  const heard = Promise.all([react(comments, command, 'seen'), reply(comments, command)]);
  await heard.catch((error: unknown) =>
    log.warn({ err: error }, 'a command could not be told that it was heard'),
  );
}

async function carryOut(ports: CommandPorts, command: RunCommand, run: Run): Promise<Result> {
  const { asked } = command;
  if (asked.kind === 'mistake')
    return { text: mistakeAnswer(asked.written, asked.named).text, outcome: 'mistake' };
  const found = await checkPermission(ports, command, asked.command);
  const { environment, permission } = found;
  const result = (text: string, outcome: AuditOutcome) => ({ text, outcome, environment, permission });
  if (found.kind !== 'allowed')
    return result(found.answer.text, found.kind === 'nowhere' ? 'refused' : found.kind);
  const { text, done } = await explained(() => perform(ports, command, asked.command, run));
  return result(text, done ? 'done' : 'refused');
}

/** A mistake of the person is an answer; all else is for the log. */
async function explained(action: () => Promise<Answer>): Promise<Answer> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { done: false, text: `😕 **${error.title}**\n\n${error.message}` };
  }
}

async function perform(ports: CommandPorts, command: RunCommand, asked: Command, run: Run): Promise<Answer> {
  switch (asked.name) {
    case 'rollback':
      return rollbackEnvironment(ports, command, asked, run);
    case 'promote':
      return asked.overwrite
        ? overwritePromotion(ports, command, asked)
        : promoteRelease(ports, command, asked);
    case 'override':
      return overrideGate(ports, command, asked);
    case 'retry':
      return retryTest(ports, command, asked);
    case 'run':
      return beginExperiment(ports, command, asked);
    case 'cancel':
      return cancelTest(ports, command);
    case 'approve-run':
      return approveRun(ports, command, asked);
    case 'hold':
      return holdEnvironment(ports, command, asked, run);
    case 'unhold':
      return unholdEnvironment(ports, command, asked, run);
    case 'status':
      return showStatus(ports, command);
    case 'diff':
      return showDiff(ports, command, asked);
    case 'history':
      return showHistory(ports, command, asked);
    case 'help':
      return { done: true, text: commandHelp() };
  }
}
