import { promotionBranch } from '../../domain/names.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { Target } from './find-leg.ts';
import { findPin, type PinPorts, type StandingPin } from './find-pin.ts';

export type StandingPorts = PinPorts & { readonly git: Git };

/** The promotion as it stands on the forge. */
export interface Standing {
  /** Where its branch stands. */
  readonly head: string | undefined;
  /** Its newest pull request. */
  readonly pull: PullRequest | undefined;
  readonly held: StandingPin | undefined;
}

export async function findStanding(
  ports: StandingPorts,
  { repository, environment, branch: base }: Target,
  takenBack: readonly number[],
): Promise<Standing> {
  const branch = promotionBranch(environment);
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  const pull = await ports.pullRequests.newest(repository, { head: branch, base });
  const promoted = { repository, environment, newest: pull, standing: head, takenBack };
  return { head, pull, held: await findPin(ports, promoted) };
}
