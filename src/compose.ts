import { join } from 'node:path';
import Docker from 'dockerode';
import pino, { type Logger } from 'pino';
import { keptFiles } from './adapters/datasets/kept-files.ts';
import { lfsObjects } from './adapters/datasets/lfs-objects.ts';
import { type WebFilesOptions, webFiles } from './adapters/datasets/web-files.ts';
import { createImageBuilder } from './adapters/docker/build.ts';
import { pruneBuildCache } from './adapters/docker/build-cache.ts';
import { createEngineCleanup } from './adapters/docker/cleanup.ts';
import { createDataChecker } from './adapters/docker/data-checker.ts';
import { createEngineImages } from './adapters/docker/engine-images.ts';
import { createNotebookRunner } from './adapters/docker/papermill.ts';
import { createImageTransfer } from './adapters/docker/transfer.ts';
import { createVolumes } from './adapters/docker/volumes.ts';
import { gitCache } from './adapters/git/cache.ts';
import { gitReader } from './adapters/git/reader.ts';
import { SigningKeyUnusable } from './adapters/git/signing/opened-key.ts';
import { openSigner, type Signer } from './adapters/git/signing/signer.ts';
import { withLfs } from './adapters/git/with-lfs.ts';
import { gitWriter } from './adapters/git/writer.ts';
import { connectGitHub, type GitHub } from './adapters/github/github.ts';
import type { GitHubSettings } from './adapters/github/github-app.ts';
import { kubernetesClusters } from './adapters/kubernetes/clusters.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './adapters/postgres/embedded-database.ts';
import { type Engine, type EngineOptions, startEngine } from './adapters/postgres/engine.ts';
import { createImageRegistry } from './adapters/registry/image-registry.ts';
import { dockerConfigSchema, loginFor, registryLogins } from './adapters/registry/logins.ts';
import { clustersOf } from './domain/policy/clusters-of.ts';
import { knownSecrets } from './domain/secrets/known-secrets.ts';
import { createProcessMask } from './domain/secrets/process-mask.ts';
import type { Work } from './domain/work.ts';
import { type DeliverBranchPorts, deliverBranch } from './pipelines/deliver-branch.ts';
import { maskedGit } from './pipelines/evidence/masked-git.ts';
import { type FollowRolloutPorts, followRollout } from './pipelines/follow-rollout.ts';
import { handleEvent } from './pipelines/handle-event.ts';
import { lookAtHolds } from './pipelines/holds/look-at-holds.ts';
import { offerPromotion, type PromotionPorts } from './pipelines/offer-promotion.ts';
import { type ReconcilePorts, reconcile } from './pipelines/reconcile.ts';
import { maskedChecks, maskedComments, maskedPullRequests } from './pipelines/reporting/masked-forge.ts';
import { rerunCommit } from './pipelines/rerun-commit.ts';
import { rolloutWatches } from './pipelines/rollouts/rollout-watches.ts';
import { type CommandPorts, runCommand } from './pipelines/run-command.ts';
import { type ExperimentPorts, runExperiment } from './pipelines/run-experiment.ts';
import { tellInternalError } from './pipelines/tell-internal-error.ts';
import { testMergeGroup } from './pipelines/test-merge-group.ts';
import { type TestPullRequestPorts, testPullRequest } from './pipelines/test-pull-request.ts';
import { maskedRunner } from './pipelines/testing/masked-runner.ts';
import type { Clock } from './ports/clock.ts';
import type { ImageRegistry, RegistryRetention } from './ports/images.ts';
import type { Log } from './ports/log.ts';
import type { Run } from './ports/run.ts';
import { type Settings, settingsWrong } from './settings.ts';
import { startWeb } from './web/server.ts';

export interface Tailrace {
  /** Where webhooks are taken. */
  readonly port: number;
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  /** Compares the forge with what is stored and makes up for what was missed. */
  reconcile(): Promise<void>;
  stop(): Promise<void>;
}

/** What tests and the demo choose differently from the settings of a process. */
export interface Composition {
  readonly log?: Logger;
  readonly waiting?: NonNullable<GitHubSettings['waiting']>;
  readonly timing?: NonNullable<EngineOptions['timing']>;
  readonly web?: WebFilesOptions;
  /** What time it is for holds, deployments and commits. */
  readonly clock?: Clock;
}

const systemClock: Clock = { now: () => new Date() };

const secondsBetweenReconciliations = 600;
const secondsBetweenLooksAtHolds = 20;

/** Puts all parts together and starts them: database, engine, forge, web. The only place that knows every adapter. */
export async function startTailrace(settings: Settings, composition: Composition = {}): Promise<Tailrace> {
  const mask = createProcessMask(knownSecrets(settings));
  const logger = composition.log ?? pino({ level: settings.logLevel, hooks: { streamWrite: mask } });
  const signer = await openSigning(settings);
  const { clock = systemClock } = composition;
  const database = await openDatabase(settings, logger);
  const started = Promise.withResolvers<Engine>();
  const connected = await connectGitHub(
    { ...settings.github, ...(composition.waiting ? { waiting: composition.waiting } : {}) },
    {
      clock: systemClock,
      log: logger,
      probotLog: logger.child({ part: 'probot' }),
      onEvent: async (event) => handleEvent(eventPortsOf(await started.promise, clock), event),
    },
  );
  const github = {
    ...connected,
    comments: maskedComments(connected.comments, mask),
    checks: maskedChecks(connected.checks, mask),
    pullRequests: maskedPullRequests(connected.pullRequests, mask),
  };
  const reached = connectOutside(settings, github, signer, composition.web);
  const outside = { ...reached, git: maskedGit(reached.git, mask) };
  const onceStarted = started.promise.then((engine) =>
    portsOf(engine, github, outside, settings, { log: logger, clock }),
  );
  const engine = await startEngine({
    databaseUrl: database.url,
    log: logger,
    clock: systemClock,
    concurrency: { tests: settings.runsAtOnce, environments: settings.runsAtOnce },
    handlers: {
      delivery: (delivery) => github.receive(delivery),
      work: async (work, run) => perform(await onceStarted, work, run),
      gaveUp: async (work, _error, reference) => tellInternalError(await onceStarted, work, reference),
    },
    ...(composition.timing ? { timing: composition.timing } : {}),
  });
  started.resolve(engine);
  const ports = await onceStarted;
  const { imageRetention, closedPullRequests } = engine.records;
  const registryCleanUp = settings.pruneRegistry
    ? { registry: outside.registry, locks: engine.locks }
    : undefined;
  const catchUp = () =>
    reconcile({
      ...{ ...ports, ...github, ...outside },
      ...{ engine, imageRetention, closedPullRequests, registryCleanUp, cacheBytes: settings.cacheBytes },
    });
  const { host, port } = settings;
  const web = await startWeb({
    host,
    port,
    routes: [github.webhook],
    deliveries: engine.deliveries,
    log: logger,
  });
  logger.info({ host, port: web.port }, 'webhooks are taken');
  const stopCatchingUp = repeatedly(
    { every: secondsBetweenReconciliations, failed: 'reconciliation failed' },
    catchUp,
    logger,
  );
  const stopLooking = repeatedly(
    { every: secondsBetweenLooksAtHolds, failed: 'the look at holds failed' },
    () => lookAtHolds(ports),
    logger,
  );
  const stop = async () => {
    await stopLooking();
    await stopCatchingUp();
    await web.stop();
    ports.watches.stop();
    await engine.stop();
    await database.stop();
    await signer?.close();
  };
  return { port: web.port, idle: () => engine.idle(), reconcile: catchUp, stop };
}

/** The database of the settings, or an embedded one of our own. */
async function openDatabase({ databaseUrl, dataFolder }: Settings, log: Log): Promise<EmbeddedDatabase> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined };
  return startEmbeddedDatabase(join(dataFolder, 'database'), log);
}

/** The key that commits are signed with, tried out: a key that can't sign is a mistake in the settings. */
async function openSigning({ signing, dataFolder, environment }: Settings): Promise<Signer | undefined> {
  if (!signing) return undefined;
  const folder = join(dataFolder, 'signing');
  const opening = openSigner({ key: signing.key, folder, inherited: environment, now: systemClock.now() });
  return opening.catch((error: unknown) => {
    if (!(error instanceof SigningKeyUnusable)) throw error;
    throw settingsWrong([`${signing.setting} is wrong: ${error.message}.`]);
  });
}

type Ports = TestPullRequestPorts &
  DeliverBranchPorts &
  PromotionPorts &
  CommandPorts &
  FollowRolloutPorts &
  ExperimentPorts;

function perform(ports: Ports, work: Work, run: Run): Promise<void> {
  switch (work.kind) {
    case 'test-pull-request':
      return testPullRequest(ports, work, run);
    case 'test-merge-group':
      return testMergeGroup(ports, work, run);
    case 'deliver-branch':
      return deliverBranch(ports, work, run);
    case 'offer-promotion':
      return offerPromotion(ports, work, run);
    case 'run-experiment':
      return runExperiment(ports, work, run);
    case 'run-command':
      return runCommand(ports, work, run);
    case 'rerun-commit':
      return rerunCommit(ports, work);
    case 'follow-rollout':
      return followRollout(ports, work);
  }
}

interface Outside
  extends Pick<
      TestPullRequestPorts,
      'git' | 'webFiles' | 'volumes' | 'builder' | 'runner' | 'dataChecker' | 'transfer'
    >,
    Pick<FollowRolloutPorts, 'clusters'>,
    Pick<ReconcilePorts, 'cleanup' | 'engineImages' | 'caches'> {
  readonly registry: ImageRegistry & RegistryRetention;
}

/** git, the web, the Docker Engine (by DOCKER_HOST or its usual socket) and the registries. */
function connectOutside(
  settings: Settings,
  github: GitHub,
  signer: Signer | undefined,
  web: WebFilesOptions | undefined,
): Outside {
  const docker = new Docker();
  const logins = registryLogins(dockerConfigSchema.parse(settings.dockerConfig));
  const registry = createImageRegistry({ logins });
  const cache = gitCache({
    folder: join(settings.dataFolder, 'git'),
    remotes: github.remotes,
    inherited: settings.environment,
  });
  const datasets = keptFiles(join(settings.dataFolder, 'datasets'), () => systemClock.now());
  return {
    caches: [
      { name: 'git', prune: (mostBytes, busy) => cache.prune(mostBytes, busy) },
      { name: 'datasets', prune: (mostBytes) => datasets.prune(mostBytes) },
      { name: 'build', prune: (mostBytes) => pruneBuildCache(docker, mostBytes) },
    ],
    git: {
      ...withLfs(gitReader(cache), cache, lfsObjects(datasets, github.remotes, web ?? {})),
      ...gitWriter(cache, settings.identity, { signer, onCommit: github.noteCommit }),
    },
    webFiles: webFiles(datasets, web ?? {}),
    volumes: createVolumes(docker),
    builder: createImageBuilder(docker),
    runner: maskedRunner(createNotebookRunner(docker)),
    dataChecker: createDataChecker(docker, settings.checkerBase),
    transfer: createImageTransfer(docker, {
      digestOf: (repository, tag) => registry.digestOf(repository, tag),
      loginFor: (repository) => loginFor(logins, repository),
    }),
    registry,
    clusters: kubernetesClusters({
      clusters: clustersOf(settings.operator.policy),
      kubeconfig: settings.kubeconfig,
    }),
    cleanup: createEngineCleanup(docker, settings.checkerBase, () => systemClock.now()),
    engineImages: createEngineImages(docker),
  };
}

function eventPortsOf({ queue, records: { proposals } }: Engine, clock: Clock) {
  return { queue, proposals, clock };
}

function portsOf(
  { records, queue, history, locks }: Engine,
  github: GitHub,
  outside: Outside,
  { operator }: Settings,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Ports {
  const { clusters } = outside;
  const { rollouts } = records;
  return {
    ...outside,
    rollouts,
    watches: rolloutWatches({ clusters, rollouts, queue, log }),
    deploymentsOnForge: github.deploymentsOnForge,
    log,
    operator,
    queue,
    history,
    locks,
    clock,
    images: records.images,
    results: records.testResults,
    dataFindings: records.dataFindings,
    releases: records.releases,
    deployments: records.deployments,
    records: records.pullRequests,
    promotions: records.promotions,
    overwrites: records.overwrites,
    approvedRuns: records.approvedRuns,
    overrides: records.overrides,
    audit: records.audit,
    proposals: records.proposals,
    holds: records.holds,
    withdrawals: records.withdrawals,
    roads: records.roads,
    pullRequests: github.pullRequests,
    permissions: github.permissions,
    accounts: github.accounts,
    repositories: github.repositories,
    rules: github.rules,
    comments: github.comments,
    checks: github.checks,
    links: github.links,
  };
}

/** Now and every so many seconds; one at a time. What fails is logged, and done better the next time. */
function repeatedly(
  { every, failed }: { readonly every: number; readonly failed: string },
  action: () => Promise<void>,
  log: Log,
): () => Promise<void> {
  let current = Promise.resolve();
  const again = () => {
    current = current.then(action).catch((error: unknown) => log.error({ err: error }, failed));
  };
  again();
  const timer = setInterval(again, every * 1000);
  return () => {
    clearInterval(timer);
    return current;
  };
}
