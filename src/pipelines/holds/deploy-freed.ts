import { z } from 'zod';
import { whatGuards, whatRuns } from '../../domain/configuration/environment-plan.ts';
import { gitOpsLocation } from '../../domain/gitops-location.ts';
import type { Deployment } from '../../domain/release.ts';
import { manifestsMessage } from '../../domain/texts/promotion.ts';
import type { Run } from '../../ports/run.ts';
import { readConfiguration } from '../configuration/read-configuration.ts';
import type { Delivered, DeliverPorts, Head } from '../delivery/deliver-head.ts';
import type { PassedRelease } from '../delivery/passed-release.ts';
import { putManifests } from '../delivery/put-manifests.ts';
import { planManifests } from '../manifests/plan-manifests.ts';
import { runningReport } from '../reporting/make-report.ts';
import { deployedReport, proposedReport } from '../reporting/release-report.ts';
import { heldAt, writingKey } from './held-at.ts';

const putSchema = z.object({ commit: z.string().nullable(), proposed: z.literal(true).optional() });

/**
 * Deploys a release that a hold kept away, where the branch's head is not it: what came after it failed its test, or was withdrawn. It was
 * tested when it came. Undefined where it is held again, or its source or its result is not there any more.
 */
export async function deployFreed(
  ports: DeliverPorts,
  run: Run,
  head: Head,
  freed: Deployment,
): Promise<Delivered | undefined> {
  const passed = await passedOf(ports, head, freed);
  if (!passed) return undefined;
  const { repository, environment } = head;
  await run.beginWriting();
  return ports.locks.alone(writingKey(repository, environment), run.signal, async () => {
    if (await heldAt(ports, repository, passed.guards)) return undefined;
    return put(ports, run, passed, freed);
  });
}

async function put(
  ports: DeliverPorts,
  run: Run,
  passed: PassedRelease,
  freed: Deployment,
): Promise<Delivered> {
  const { repository, environment, guards, release, commit: head, report } = passed;
  const at = await run.step('time of what was held', z.string(), async () => ports.clock.now().toISOString());
  const served = await planManifests(ports.git, passed);
  const { came: _, manifests: __, ...rest } = freed;
  const waiting: Deployment = { ...rest, head, at, run: run.id };
  const message = manifestsMessage(guards.name, environment, release);
  const putting = { passed, deployment: waiting, wanted: { manifests: served, message, at } };
  const { commit, proposed } = await run.step('manifests of what was held', putSchema, () =>
    putManifests(ports, run.signal, putting),
  );
  const { brought } = passed;
  const proposal = proposed && (await ports.proposals.find(repository, environment, release.commit));
  if (proposal)
    return { kind: 'proposed', brought, report: proposedReport(ports.links, repository, proposal) };
  if (commit === null) return { kind: 'overtaken' };
  const { location, nothingServed } = served;
  const deployment = {
    ...waiting,
    ...(nothingServed === undefined && { manifests: { ...location, commit } }),
  };
  await ports.deployments.save(repository, deployment);
  const told = deployedReport(ports.links, repository, report, { deployment, nothingServed });
  return { kind: 'deployed', brought, pushedOver: false, wasWithheld: true, report: told };
}

async function passedOf(
  ports: DeliverPorts,
  head: Head,
  { release, testResult, pullRequest }: Deployment,
): Promise<PassedRelease | undefined> {
  const { repository, environment, branch, commit, configuration } = head;
  const guards = whatGuards(configuration, environment);
  const result = await ports.results.get(repository, testResult);
  const there = await ports.git.fetchIfThere(repository, [release.commit]);
  if (!guards || !result || !there.has(release.commit)) return undefined;
  const own = await readConfiguration(ports, repository, release.commit);
  const runs = own.kind === 'ok' ? whatRuns(own.configuration, environment) : undefined;
  if (!runs) return undefined;
  const frame = {
    repository,
    guards,
    configuration,
    sourceTree: release.sourceTree,
    merged: true,
    notes: [],
  };
  const running = await runningReport(ports, frame);
  const report = { ...running, state: 'passed' as const, phase: undefined, result, reused: true };
  const brought =
    pullRequest === undefined ? undefined : await ports.pullRequests.get(repository, pullRequest);
  const location = gitOpsLocation(repository, runs, guards);
  return {
    repository,
    branch,
    environment,
    commit,
    guards,
    runs,
    location,
    release,
    result,
    report,
    brought,
  };
}
