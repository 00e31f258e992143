import { z } from 'zod';
import { evidenceHome } from '../../domain/evidence/evidence-home.ts';
import { keptFilesSchema } from '../../domain/evidence/kept-files.ts';
import { overridesIn } from '../../domain/gates/override-gates.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { Deployment } from '../../domain/release.ts';
import { manifestsMessage } from '../../domain/texts/promotion.ts';
import type { ImageRegistry } from '../../ports/images.ts';
import type { Run } from '../../ports/run.ts';
import { commitEvidence } from '../evidence/commit-evidence.ts';
import { explainHome } from '../evidence/open-home.ts';
import { type PlannedManifests, planManifests } from '../manifests/plan-manifests.ts';
import type { PassedRelease } from './passed-release.ts';
import { type Put, type PutPorts, putManifests } from './put-manifests.ts';

export type WriteReleasePorts = PutPorts & { readonly registry: ImageRegistry };

export type WrittenRelease =
  | {
      readonly kind: 'deployed';
      readonly deployment: Deployment;
      readonly nothingServed: string | undefined;
    }
  /** A pull request holds its manifests: it counts once that is merged. */
  | { readonly kind: 'proposed'; readonly proposal: Proposal };

const manifestsSchema = z.object({
  commit: z.string().nullable(),
  proposed: z.literal(true).optional(),
}) satisfies z.ZodType<Put>;

/**
 * Writes a release into its environment: tags the digest with the release's commit, commits the evidence and the manifests, and records
 * the deployment, unless a person has to merge the manifests. Undefined where the branch has moved meanwhile. Throws a PersonError where
 * the forge refuses a push, or Tailrace can't get to where the manifests go.
 */
export async function writeRelease(
  ports: WriteReleasePorts,
  run: Run,
  passed: PassedRelease,
): Promise<WrittenRelease | undefined> {
  const { guards, release } = passed;
  const served = await planManifests(ports.git, passed);
  const deployment = await recordEvidence(ports, run, passed);
  const message = manifestsMessage(guards.name, passed.environment, release);
  const wanted = { manifests: served, message, at: deployment.at };
  const { commit, proposed } = await run.step('manifests', manifestsSchema, () =>
    putManifests(ports, run.signal, { passed, deployment, wanted }),
  );
  if (proposed) return proposedOf(ports, passed);
  return commit === null ? undefined : record(ports, passed, deployment, served, commit);
}

/**
 * Records a release whose environment is held: its evidence is committed, and its manifests are not written. Throws a PersonError where
 * the forge refuses the evidence.
 */
export async function withholdRelease(
  ports: WriteReleasePorts,
  run: Run,
  passed: PassedRelease,
): Promise<void> {
  const deployment = await recordEvidence(ports, run, passed);
  await ports.deployments.save(passed.repository, { ...deployment, came: 'withheld' });
}

/** Tags the digest with the release's commit and commits the evidence. Gives what counts once the manifests are where they go. */
async function recordEvidence(
  ports: WriteReleasePorts,
  run: Run,
  passed: PassedRelease,
): Promise<Deployment> {
  const { repository, release, result, report, guards } = passed;
  const at = await run.step('time', z.string(), async () => ports.clock.now().toISOString());
  await run.step('tag', z.null(), async () => {
    await ports.registry.addTag(release.image.repository, release.image.digest, release.commit);
    return null;
  });
  const home = evidenceHome(repository, guards);
  const evidence = await run.step('evidence', keptFilesSchema, () =>
    commitEvidence(ports.git, repository, {
      home,
      name: guards.name,
      release,
      result,
      data: report.data,
      overrides: overridesIn(report),
      at,
    }).catch((error: unknown) => explainHome(error, home)),
  );
  return deploymentOf(ports, passed, { at, run: run.id, evidence });
}

/** What counts once the manifests are where they go. */
async function deploymentOf(
  ports: WriteReleasePorts,
  { repository, environment, release, commit, result, brought }: PassedRelease,
  { at, run, evidence }: Pick<Deployment, 'at' | 'run' | 'evidence'>,
): Promise<Deployment> {
  const by = brought?.mergedBy ?? (await ports.git.commit(repository, commit)).author.name;
  const found = { testResult: result.id, pullRequest: brought?.number };
  return { environment, release, evidence, at, run, by, head: commit, ...found };
}

async function record(
  ports: WriteReleasePorts,
  { repository }: PassedRelease,
  waiting: Deployment,
  { location, nothingServed }: PlannedManifests,
  commit: string,
): Promise<WrittenRelease> {
  const manifests = nothingServed === undefined ? { ...location, commit } : undefined;
  const deployment = { ...waiting, manifests };
  await ports.deployments.save(repository, deployment);
  return { kind: 'deployed', deployment, nothingServed };
}

/** What waits for a person was recorded by the step that proposed it. */
async function proposedOf(
  { proposals }: WriteReleasePorts,
  { repository, environment, release }: PassedRelease,
): Promise<WrittenRelease> {
  const proposal = await proposals.find(repository, environment, release.commit);
  if (!proposal) throw new Error(`the proposal of ${release.commit} was not recorded`);
  return { kind: 'proposed', proposal };
}
