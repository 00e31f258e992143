import http from 'node:http';
import https from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ClusterAccess } from '../../domain/policy/clusters-of.ts';
import { ClusterUnreachable } from '../../ports/cluster.ts';

/** An API server. */
export interface Connection {
  /** The answer to a GET, its body unread. Throws {@link ClusterUnreachable} where there is none. */
  open(path: string, signal: AbortSignal): Promise<http.IncomingMessage>;
}

/**
 * Connects to a cluster. The SDK reads the kubeconfig and logs in; it is loaded here and not before, since it takes 50 MB.
 * `kubeconfig`: files, as `KUBECONFIG` has them.
 */
export async function connect(access: ClusterAccess, kubeconfig: readonly string[]): Promise<Connection> {
  const config = await loadConfig(access, kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new ClusterUnreachable('The kubeconfig names no server for it.');
  const { request } = server.startsWith('http:') ? http : https;
  return {
    async open(path, signal) {
      const url = new URL(server.replace(/\/$/, '') + path);
      const options: https.RequestOptions = { headers: { accept: 'application/json' }, signal };
      await config.applyToHTTPSOptions(options).catch(refuse);
      return new Promise((resolve, reject) => {
        request(url, options)
          .on('response', resolve)
          .on('error', (error) => reject(unreachable(error)))
          .end();
      });
    },
  };
}

async function loadConfig(access: ClusterAccess, files: readonly string[]): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if ('inCluster' in access) config.loadFromCluster();
    else loadFiles(KubeConfig, config, files);
  } catch (error) {
    throw unreachable(error);
  }
  if ('inCluster' in access) return config;
  if (config.getContextObject(access.context) === null)
    throw new ClusterUnreachable(`The kubeconfig has no context ${access.context}.`);
  config.setCurrentContext(access.context);
  return config;
}

function loadFiles(
  Config: typeof KubeConfig,
  config: KubeConfig,
  [first = '', ...more]: readonly string[],
): void {
  config.loadFromFile(first);
  for (const file of more) {
    const other = new Config();
    other.loadFromFile(file);
    config.mergeConfig(other, true);
  }
}

function refuse(error: unknown): never {
  throw unreachable(error);
}

function unreachable(error: unknown): ClusterUnreachable {
  const message = error instanceof Error ? error.message : String(error);
  return new ClusterUnreachable(message, { cause: error });
}
