import type { HoldCommand } from '../../domain/commands/specs/hold.ts';
import type { UnholdCommand } from '../../domain/commands/specs/unhold.ts';
import type { Hold } from '../../domain/holds/hold.ts';
import type { Station } from '../../domain/release.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { refusal } from '../../domain/texts/commands/answer.ts';
import {
  frozenAnswer,
  holdAnswer,
  holdEndedAnswer,
  notHeldAnswer,
  pastEndAnswer,
  unclearEndAnswer,
} from '../../domain/texts/commands/hold.ts';
import { nothingRunsText } from '../../domain/texts/commands/rollback.ts';
import { readEnd } from '../../domain/times/read-end.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import type { Roads } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { type EndHoldPorts, endHold } from '../holds/end-hold.ts';
import { writingKey } from '../holds/held-at.ts';
import { lookAtEnvironment } from '../holds/look-at-environment.ts';
import { askingOf } from './asking-of.ts';
import { stationsOf } from './find-station.ts';

export type HoldPorts = EndHoldPorts & { readonly roads: Roads; readonly links: ForgeLinks };

/** Holds an environment: what is being written there comes to its end first. */
export async function holdEnvironment(
  ports: HoldPorts,
  command: RunCommand,
  asked: HoldCommand,
  run: Run,
): Promise<Answer> {
  const station = await stationOf(ports, command, asked.environment);
  if (!station) return refusal([nothingRunsText(asked.environment)]);
  const { timezone = 'UTC' } = station;
  const now = ports.clock.now();
  const end = asked.end && readEnd(asked.end, now, timezone);
  if (asked.end && end?.kind === 'unclear') return unclearEndAnswer(asked.end);
  if (asked.end && end?.kind === 'past') return pastEndAnswer(asked.end, end.at.toISOString(), timezone);
  const until = end?.kind === 'end' ? end.at.toISOString() : undefined;
  const hold = await place(ports, command, { ...asked, until, at: now.toISOString() }, { station, run });
  return holdAnswer(asked.environment, { kind: 'hold', ...hold, timezone });
}

async function place(
  ports: HoldPorts,
  command: RunCommand,
  {
    environment,
    because,
    until,
    at,
  }: HoldCommand & { readonly until: string | undefined; readonly at: string },
  { station, run }: { readonly station: Station; readonly run: Run },
): Promise<Hold> {
  const { repository, id, by } = command;
  const asked = ports.links.comment(repository, command);
  const hold: Hold = { id, environment, by, at, because, until, asked };
  await ports.locks.alone(writingKey(repository, environment), run.signal, () =>
    ports.holds.save(repository, hold),
  );
  await lookAtEnvironment(ports.queue, repository, station);
  return hold;
}

/** Ends an environment's holds, and says which release comes there now. */
export async function unholdEnvironment(
  ports: HoldPorts,
  command: RunCommand,
  { environment }: UnholdCommand,
  run: Run,
): Promise<Answer> {
  const station = await stationOf(ports, command, environment);
  if (!station) return notHeldAnswer(environment);
  const end = await endHold(ports, askingOf(ports.links, command, run.signal), station);
  switch (end.kind) {
    case 'not held':
      return notHeldAnswer(environment);
    case 'frozen':
      return frozenAnswer(environment, end.held);
    case 'ended':
      return holdEndedAnswer(environment, end);
  }
}

async function stationOf(
  { roads }: HoldPorts,
  { repository }: RunCommand,
  environment: string,
): Promise<Station | undefined> {
  return (await stationsOf(roads, repository)).find((each) => each.environment === environment);
}
