import { liesOnBranch } from '../../domain/gitops-location.ts';
import { goesByPullRequest } from '../../domain/push-refusal.ts';
import type { Deployment } from '../../domain/release.ts';
import { remediesOf } from '../../domain/texts/push-refusals.ts';
import { type Git, PushRefused } from '../../ports/git.ts';
import type { Locks } from '../../ports/locks.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import {
  manifestsOn,
  type WantedManifests,
  writeElsewhere,
  writeOnBranch,
} from '../manifests/write-manifests.ts';
import { type ProposePorts, type Proposing, proposeManifests } from '../proposals/propose-manifests.ts';
import type { SettlePorts } from '../proposals/settle-proposals.ts';
import { replaceOlder } from '../proposals/withdraw-proposals.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';
import type { PassedRelease } from './passed-release.ts';

export type PutPorts = ProposePorts & SettlePorts & { readonly git: Git; readonly locks: Locks };

/** `commit`: holds the manifests now; null where the environment's branch has moved, or a pull request holds them. */
export interface Put {
  readonly commit: string | null;
  readonly proposed?: true | undefined;
}

/** What is to be put, and what counts then. */
export interface Putting {
  readonly passed: PassedRelease;
  readonly deployment: Deployment;
  readonly wanted: WantedManifests;
}

/**
 * Brings manifests to their place: by a push, or by a pull request where the configuration asks for one or the branch takes no push of
 * ours. Throws a PersonError for what a person has to mend.
 */
export async function putManifests(ports: PutPorts, signal: AbortSignal, putting: Putting): Promise<Put> {
  const { passed, wanted } = putting;
  if (passed.guards.gitops.write === 'pull_request') return propose(ports, putting, { reason: 'asked' });
  try {
    const commit = isOnBranch(putting)
      ? await writeOnBranch(ports.git, passed.commit, wanted)
      : await writeElsewhere(ports, wanted, signal);
    return { commit: commit ?? null };
  } catch (error) {
    if (error instanceof PushRefused && goesByPullRequest(error.refusal))
      return propose(ports, putting, { reason: 'refused', remedy: remediesOf(error.refusal) });
    return explainRefusal(error, 'manifests');
  }
}

function isOnBranch({ passed: { repository, branch }, wanted }: Putting): boolean {
  return liesOnBranch(wanted.manifests.location, repository, branch);
}

async function propose(
  ports: PutPorts,
  putting: Putting,
  why: Pick<Proposing, 'reason' | 'remedy'>,
): Promise<Put> {
  const { passed, deployment, wanted } = putting;
  const { repository, branch, guards, commit: head, brought, report } = passed;
  const tip = await headOfLocation(ports.git, wanted.manifests.location);
  if (isOnBranch(putting) && tip !== head) return { commit: null };
  const commit = await manifestsOn(ports.git, tip, wanted);
  if (commit === tip) return { commit };
  const pullRequest = brought && { number: brought.number, head: brought.head.commit };
  const proposal = await proposeManifests(ports, {
    ...{ repository, branch, name: guards.name, deployment, report, wanted, tip, commit, ...why },
    broughtBy: { commit: head, pullRequest },
  });
  await replaceOlder(ports, repository, proposal);
  return { commit: null, proposed: true };
}
