import type { Replicas, Resources, SecretKey, ServeSettings } from './configuration.ts';
import { defaults } from './defaults.ts';
import type { ConfigurationFile } from './file-schema.ts';

type Serve = ConfigurationFile['serve'];
type Settings = Exclude<NonNullable<Serve>, false>;

/** An environment's `serve` over the file's, key by key. `false` on either side is replaced by, or replaces, the other. */
export function fillInServe(ofFile: Serve, own: Serve): ServeSettings {
  if (own === false || (own === undefined && ofFile === false)) return { kind: 'nothing' };
  const base = ofFile === false || ofFile === undefined ? {} : ofFile;
  const given = merge(base, own ?? {});
  return {
    kind: 'serve',
    stated: own !== undefined || ofFile !== undefined,
    port: given.port,
    health: given.health ?? defaults.health,
    metrics: given.metrics,
    replicas: mergeReplicas(own?.replicas, base.replicas),
    resources: fillInResources(defaults.serveResources, base.resources, own?.resources),
    env: given.env ?? {},
    secretEnv: mapValues(given.secret_env ?? {}, parseSecretKey),
    pullSecrets: given.pull_secrets ?? [],
  };
}

/** The later ones win, key by key. */
export function fillInResources(
  standard: Resources,
  ...given: (Settings['resources'] | undefined)[]
): Resources {
  const cpu = given.findLast((resources) => resources?.cpu !== undefined)?.cpu;
  const memory = given.findLast((resources) => resources?.memory !== undefined)?.memory;
  return { cpu: String(cpu ?? standard.cpu), memory: memory ?? standard.memory };
}

/** A variable given as text replaces the one from a Secret, and the other way round: a container has one of a name. */
function merge(base: Settings, own: Settings): Settings {
  const env = { ...without(base.env, own.secret_env), ...own.env };
  const secretEnv = { ...without(base.secret_env, own.env), ...own.secret_env };
  return { ...base, ...own, env, secret_env: secretEnv };
}

function without(variables: Settings['env'] = {}, others: Settings['env'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(others, name)));
}

function mergeReplicas(own: Settings['replicas'], ofFile: Settings['replicas']): Replicas {
  const [first, second] = [bounds(own), bounds(ofFile)];
  return {
    min: first.min ?? second.min ?? defaults.replicas.min,
    max: first.max ?? second.max ?? defaults.replicas.max,
    cpu: Number.parseInt(first.cpu ?? second.cpu ?? defaults.replicas.cpu, 10),
  };
}

function bounds(replicas: Settings['replicas']): Exclude<Settings['replicas'], number | undefined> {
  return typeof replicas === 'number' ? { min: replicas, max: replicas } : (replicas ?? {});
}

function parseSecretKey(text: string): SecretKey {
  const [secret = '', key = ''] = text.split('/');
  return { secret, key };
}

function mapValues<A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
