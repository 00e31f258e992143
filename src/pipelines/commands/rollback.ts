import type { RollbackCommand } from '../../domain/commands/specs/rollback.ts';
import { type Answer, refusal } from '../../domain/texts/commands/answer.ts';
import {
  imageGoneText,
  manifestsGoneText,
  neverThereText,
  nothingBeforeText,
  nothingRunsText,
  overtakenRollbackText,
  rolledBackText,
  runsAlreadyText,
} from '../../domain/texts/commands/rollback.ts';
import { unclearReleaseText } from '../../domain/texts/named-release.ts';
import { proposalReference } from '../../domain/texts/proposals.ts';
import { rollbackProposedText } from '../../domain/texts/rollback-proposal.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import type { Run } from '../../ports/run.ts';
import { type RollBackPorts, type RollbackEnd, rollBack } from '../holds/roll-back.ts';
import { findNamedRelease, type NamedReleasePorts } from '../promotion/find-named-release.ts';
import { askingOf } from './asking-of.ts';
import { stationsOf } from './find-station.ts';

export type RollbackPorts = RollBackPorts & NamedReleasePorts & { readonly links: ForgeLinks };

/** Puts an older release back into an environment, and says what came of it. */
export async function rollbackEnvironment(
  ports: RollbackPorts,
  command: RunCommand,
  asked: RollbackCommand,
  run: Run,
): Promise<Answer> {
  const { repository } = command;
  const { environment, because, release: written } = asked;
  const named = written === undefined ? undefined : await findNamedRelease(ports, repository, written);
  if (named && named.kind !== 'found') return refusal([unclearReleaseText(written ?? '', named)]);
  const station = (await stationsOf(ports.roads, repository)).find(
    (each) => each.environment === environment,
  );
  if (!station) return refusal([nothingRunsText(environment)]);
  const release = named?.release.commit;
  const end = await rollBack(ports, askingOf(ports.links, command, run.signal), {
    station,
    release,
    because,
  });
  return end.kind === 'proposed'
    ? proposedAnswer(command, end)
    : answerTo(ports.links, environment, end, release ?? '');
}

type Proposed = Extract<RollbackEnd, { kind: 'proposed' }>;

function proposedAnswer({ repository, by }: RunCommand, { from, to, proposal, refusal }: Proposed): Answer {
  const { environment } = to;
  const text = { environment, from, to, by, base: proposal.location.branch, refusal };
  return { done: true, text: rollbackProposedText(text, proposalReference(repository, proposal)) };
}

function answerTo(
  links: ForgeLinks,
  environment: string,
  end: Exclude<RollbackEnd, Proposed>,
  named: string,
): Answer {
  switch (end.kind) {
    case 'rolled back': {
      const { written } = end;
      const url = written && links.commit(written.repository, written.commit);
      return { done: true, text: rolledBackText({ environment, ...end, url, commit: written?.commit }) };
    }
    case 'nothing runs':
      return refusal([nothingRunsText(environment)]);
    case 'nothing before':
      return refusal([nothingBeforeText(environment, end.from)]);
    case 'never there':
      return refusal([neverThereText(environment, named)]);
    case 'runs already':
      return refusal([runsAlreadyText(environment, end.from)]);
    case 'overtaken':
      return refusal([overtakenRollbackText(environment, end.by)]);
    case 'image gone':
      return refusal([imageGoneText(environment, end.to)]);
    case 'manifests gone':
      return refusal([manifestsGoneText(environment, end.to)]);
  }
}
