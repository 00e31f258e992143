import { z } from 'zod';
import type { WhatGuards, WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { JudgedDataset } from '../../domain/data-checks/judge-data.ts';
import { type GitOpsLocation, liesOnBranch } from '../../domain/gitops-location.ts';
import type { Deployment, Release } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestResult } from '../../domain/test-result.ts';
import { manifestsMessage } from '../../domain/texts/promotion.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PullRequest } from '../../ports/forge.ts';
import type { Git } from '../../ports/git.ts';
import type { ImageRegistry } from '../../ports/images.ts';
import type { Locks } from '../../ports/locks.ts';
import type { Deployments } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { commitEvidence } from '../evidence/commit-evidence.ts';
import { type PlannedManifests, planManifests } from '../manifests/plan-manifests.ts';
import { writeElsewhere, writeOnBranch } from '../manifests/write-manifests.ts';
import { explainRefusal } from '../reporting/explain-refusal.ts';

export interface WriteReleasePorts {
  readonly git: Git;
  readonly registry: ImageRegistry;
  readonly deployments: Deployments;
  readonly locks: Locks;
  readonly clock: Clock;
}

/** A release that has passed, and the head of the environment's branch that brought it. */
export interface PassedRelease {
  readonly repository: RepositoryRef;
  readonly branch: string;
  readonly environment: string;
  /** The branch's head. */
  readonly commit: string;
  readonly guards: WhatGuards;
  readonly runs: WhatRuns;
  readonly location: GitOpsLocation;
  readonly release: Release;
  readonly result: TestResult;
  /** What was found in its data. */
  readonly data?: readonly JudgedDataset[] | undefined;
  readonly brought: PullRequest | undefined;
}

export interface WrittenRelease {
  readonly deployment: Deployment;
  readonly served: PlannedManifests;
}

const evidenceSchema = z.object({ commit: z.string(), path: z.string() });
/** null: the branch had moved. */
const manifestsSchema = z.object({ commit: z.string().nullable() });

/**
 * Writes a release into its environment: tags the digest with the release's commit, commits the evidence and the manifests, and records
 * the deployment. Undefined where the branch has moved meanwhile. Throws a PersonError where the forge refuses a push, or Tailrace can't get
 * to where the manifests go.
 */
export async function writeRelease(
  ports: WriteReleasePorts,
  run: Run,
  passed: PassedRelease,
): Promise<WrittenRelease | undefined> {
  const { repository, release, result, data, guards } = passed;
  const at = await run.step('time', z.string(), async () => ports.clock.now().toISOString());
  const served = await planManifests(ports.git, passed);
  await run.step('tag', z.null(), async () => {
    await ports.registry.addTag(release.image.repository, release.image.digest, release.commit);
    return null;
  });
  const evidence = await run.step('evidence', evidenceSchema, () =>
    commitEvidence(ports.git, repository, { name: guards.name, release, result, data, at }).catch(
      (error: unknown) => explainRefusal(error, 'evidence'),
    ),
  );
  const manifests = await run.step('manifests', manifestsSchema, () =>
    commitManifests(ports, run, passed, served, at),
  );
  if (manifests.commit === null) return undefined;
  const { commit } = manifests;
  const lying = served.nothingServed === undefined ? { ...served.location, commit } : undefined;
  return record(ports, passed, { at, run: run.id, served, evidence, manifests: lying });
}

async function commitManifests(
  ports: WriteReleasePorts,
  run: Run,
  { repository, branch, commit, environment, guards, release }: PassedRelease,
  manifests: PlannedManifests,
  at: string,
): Promise<{ commit: string | null }> {
  const message = manifestsMessage(guards.name, environment, release);
  const wanted = { manifests, message, at };
  const written = liesOnBranch(manifests.location, repository, branch)
    ? writeOnBranch(ports.git, commit, wanted)
    : writeElsewhere(ports, wanted, run.signal);
  return {
    commit: (await written.catch((error: unknown) => explainRefusal(error, 'manifests'))) ?? null,
  };
}

async function record(
  ports: WriteReleasePorts,
  { repository, environment, release, commit, result, brought }: PassedRelease,
  written: {
    readonly at: string;
    readonly run: string;
    readonly served: PlannedManifests;
    readonly evidence: Deployment['evidence'];
    readonly manifests: Deployment['manifests'];
  },
): Promise<WrittenRelease> {
  const { at, run, served, evidence, manifests } = written;
  const by = brought?.mergedBy ?? (await ports.git.commit(repository, commit)).author.name;
  const deployment: Deployment = {
    environment,
    release,
    evidence,
    manifests,
    at,
    run,
    by,
    head: commit,
    testResult: result.id,
    pullRequest: brought?.number,
  };
  await ports.deployments.save(repository, deployment);
  return { deployment, served };
}
