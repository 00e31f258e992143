import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { inject } from 'vitest';
import { startRegistry } from '../../scripts/setup/registry.mjs';
import { type Composition, startTailrace, type Tailrace } from '../../src/compose.ts';
import { noPolicy } from '../../src/domain/policy/allowances-for.ts';
import type { Operator } from '../../src/domain/policy/operator.ts';
import { parsePolicy } from '../../src/domain/policy/parse-policy.ts';
import type { Settings } from '../../src/settings.ts';
import { removeFromEngine } from './engine-leftovers.ts';
import { type FakeForge, startFakeForge } from './forge/fake-forge.ts';
import { hasty } from './hasty.ts';
import { papermillImage } from './papermill-image.ts';
import { type SmallModel, smallModel } from './small-model.ts';
import { storedRuns } from './stored-runs.ts';

export const repository = 'acme/churn';
const webhookSecret = 'a secret for the webhooks';

export interface ScenarioOptions {
  /** Without it, the registry lets everybody in. */
  readonly registryLogin?: { readonly user: string; readonly password: string };
  readonly log?: Logger;
  /** The operator's policy, as its file has it, and the values of notebooks' secrets. Default: neither. */
  readonly operator?: { readonly policy: string; readonly secrets?: Readonly<Record<string, string>> };
  /** What git inherits; default our own environment. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly web?: Composition['web'];
  readonly clock?: Composition['clock'];
  /** What is set otherwise. */
  readonly settings?: Partial<Settings>;
  /** Starts Tailrace elsewhere than in this process. */
  readonly startElsewhere?: (settings: Settings) => Promise<Tailrace>;
}

/** A forge, a registry and Tailrace, all real but the forge, with one model repository whose four branches are set up. */
export async function startScenario(model: Partial<SmallModel> = {}, options: ScenarioOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-scenario-'));
  await chmod(folder, 0o711); // PostgreSQL runs as a user of its own where we are root
  const registry = await registryFor(folder, options.registryLogin);
  const forge = await startFakeForge({ webhookSecret });
  const dockerConfig = loginsOf(registry.host, options.registryLogin);
  const { environment = process.env } = options;
  const operator = operatorOf(options.operator);
  const settings = {
    ...settingsFor(forge, folder),
    dockerConfig,
    environment,
    operator,
    ...options.settings,
  };
  let tailrace = await start(forge, settings, options);
  const base: SmallModel = {
    papermillImage: await papermillImage(),
    imageRepository: `${registry.host}/${registry.path(repository)}`,
    ...model,
  };
  await forge.createRepository({
    owner: 'acme',
    name: 'churn',
    branches: ['sandbox', 'qa', 'uat', 'prod'],
    files: smallModel(base),
  });
  const dana = forge.person('dana');

  /** Resolves when the forge has told everything and Tailrace has nothing left to do. */
  const settled = async (): Promise<void> => {
    let before = -1;
    while (before !== forge.deliveries.length) {
      before = forge.deliveries.length;
      await forge.settled();
      await tailrace.idle();
    }
  };
  return {
    forge,
    dana,
    base,
    settings,
    registry,
    login: options.registryLogin,
    settled,
    view: () => forge.repository(repository),
    reconcile: () => tailrace.reconcile(),
    /** Ends Tailrace in order and starts it again on the same data, with these settings changed. */
    async restart(changed: Partial<Settings> = {}) {
      await tailrace.stop();
      tailrace = await start(forge, { ...settings, ...changed }, options);
    },
    /** Dana pushes a branch with these files and opens a pull request into `base`. */
    async propose(branch: string, files: Record<string, string | null>, into = 'sandbox'): Promise<number> {
      await dana.push({
        repository,
        branch,
        from: into,
        files,
        message: `Change ${Object.keys(files).join(', ')}`,
      });
      return dana.openPullRequest({ repository, head: branch, base: into, title: `Try ${branch}` });
    },
    async stop() {
      const runs = await storedRuns(settings.dataFolder);
      await tailrace.stop();
      await removeFromEngine(`${registry.host}/${registry.path('')}`, runs);
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
      await forge.close();
    },
  };
}

export type Scenario = Awaited<ReturnType<typeof startScenario>>;

/** Where images of this scenario go: below a prefix of its own in the registry of all tests, or to a registry with a login. */
async function registryFor(folder: string, login: ScenarioOptions['registryLogin']) {
  if (login) {
    const own = await startRegistry({ dataDir: join(folder, 'registry'), ...login });
    return { host: own.host, path: (name: string) => name, stop: own.stop };
  }
  const { host, prefix } = inject('registry');
  const scenario = randomUUID().slice(0, 8);
  return { host, path: (name: string) => `${prefix}/${scenario}/${name}`, stop: async () => undefined };
}

function operatorOf({ policy, secrets = {} }: ScenarioOptions['operator'] = { policy: '' }): Operator {
  if (policy === '') return { policy: noPolicy, secrets };
  const parsed = parsePolicy(policy);
  if (parsed.kind === 'mistakes') throw new Error(JSON.stringify(parsed.mistakes));
  return { policy: parsed.policy, secrets };
}

/** As Docker's config.json has it. */
function loginsOf(host: string, login: ScenarioOptions['registryLogin']): unknown {
  if (!login) return {};
  return { auths: { [host]: { auth: Buffer.from(`${login.user}:${login.password}`).toString('base64') } } };
}

async function start(forge: FakeForge, settings: Settings, options: ScenarioOptions): Promise<Tailrace> {
  const { log = pino({ level: process.env.TEST_LOG ?? 'silent' }) } = options;
  const startHere = () =>
    startTailrace(settings, {
      ...{ ...hasty, log },
      ...(options.web ? { web: options.web } : {}),
      ...(options.clock ? { clock: options.clock } : {}),
    });
  const tailrace = await (options.startElsewhere?.(settings) ?? startHere());
  forge.deliverTo(`http://127.0.0.1:${tailrace.port}/webhooks/github`);
  return tailrace;
}

export function settingsFor(forge: FakeForge, folder: string): Settings {
  return {
    github: {
      appId: forge.app.id,
      privateKey: forge.app.privateKey,
      webhookSecret,
      baseUrl: forge.apiUrl,
      webUrl: forge.url,
    },
    host: '127.0.0.1',
    port: 0,
    databaseUrl: undefined,
    dataFolder: join(folder, 'data'),
    runsAtOnce: 4,
    cacheBytes: 1024 ** 4,
    pruneRegistry: false,
    dockerConfig: {},
    kubeconfig: [],
    checkerBase: 'tailrace-base/python:3.11',
    logLevel: 'silent',
    identity: { name: 'Tailrace', email: 'tailrace@users.noreply.example.com' },
    operator: { policy: noPolicy, secrets: {} },
    signing: undefined,
    environment: process.env,
  };
}
