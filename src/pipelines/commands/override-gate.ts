import type { OverrideCommand } from '../../domain/commands/specs/override.ts';
import { whatGuards } from '../../domain/configuration/environment-plan.ts';
import type { Override } from '../../domain/gates/override.ts';
import { gateNames } from '../../domain/gates/override-gates.ts';
import type { Station } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import {
  noSuchGateAnswer,
  nothingMissedAnswer,
  notTestedAnswer,
  overriddenAnswer,
} from '../../domain/texts/commands/override.ts';
import { notHereAnswer } from '../../domain/texts/commands/pull-request-here.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ForgeLinks, PullRequest, PullRequests } from '../../ports/forge.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Overrides, PullRequestRecords, Roads } from '../../ports/records.ts';
import { type ConfigurationPorts, readConfiguration } from '../configuration/read-configuration.ts';
import { pullRequestHere } from './pull-request-here.ts';

export interface OverridePorts extends ConfigurationPorts {
  readonly pullRequests: PullRequests;
  readonly roads: Roads;
  readonly records: PullRequestRecords;
  readonly overrides: Overrides;
  readonly queue: Queue;
  readonly links: ForgeLinks;
  readonly clock: Clock;
}

/** Lets the head of a pull request pass a gate that its check shows as failed. The check is then judged anew, from what was measured. */
export async function overrideGate(
  ports: OverridePorts,
  command: RunCommand,
  asked: OverrideCommand,
): Promise<Answer> {
  const { repository, id } = command;
  const pull = await pullRequestHere(ports, command);
  if ('text' in pull) return pull;
  const made =
    (await ports.overrides.find(repository, id)) ?? (await overrideFor(ports, command, pull, asked));
  if ('text' in made) return made;
  const { number, base } = pull;
  const test = { kind: 'test-pull-request', repository, number, head: made.head, base: base.branch } as const;
  await ports.queue.enqueue({ ...test, again: false, judge: true });
  return overriddenAnswer(made);
}

async function overrideFor(
  ports: OverridePorts,
  command: RunCommand,
  { base, head: { commit: head } }: PullRequest,
  { gate, because: why }: OverrideCommand,
): Promise<Override | Answer> {
  const { repository, id, by } = command;
  const station = await ports.roads.at(repository, base.branch);
  if (!station) return notHereAnswer();
  const { environment } = station;
  const names = await namesIn(ports, repository, station);
  if (!names.includes(gate)) return noSuchGateAnswer(gate, environment, names);
  const record = await ports.records.find(repository, environment, head);
  if (!record?.testResult) return notTestedAnswer(head);
  if (!record.missed?.includes(gate)) return nothingMissedAnswer(gate, head);
  const at = ports.clock.now().toISOString();
  const comment = ports.links.comment(repository, command);
  const override: Override = { id, environment, head, gate, by, at, why, comment };
  await ports.overrides.save(repository, override);
  return override;
}

/** What guards an environment stands at the head of its own branch. */
async function namesIn(
  ports: OverridePorts,
  repository: RepositoryRef,
  { branch, environment }: Station,
): Promise<readonly string[]> {
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  const found = head === undefined ? undefined : await readConfiguration(ports, repository, head);
  const guards = found?.kind === 'ok' ? whatGuards(found.configuration, environment) : undefined;
  return guards ? gateNames(guards.gates, guards.dataChecks) : [];
}
