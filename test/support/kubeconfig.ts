import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { kubectl } from './cluster.ts';

const configSchema = z.object({
  clusters: z.tuple([
    z.object({
      cluster: z.object({ server: z.url(), 'certificate-authority-data': z.string() }),
    }),
  ]),
});

/**
 * The kubeconfig of the service account that `deploy/kubernetes/watcher.yaml` makes in a namespace, for a way to the API server that
 * the test can cut.
 */
export async function watcherOf(namespace: string) {
  await kubectl('--namespace', namespace, 'apply', '--filename', 'deploy/kubernetes/watcher.yaml');
  const token = await kubectl('--namespace', namespace, 'create', 'token', 'tailrace-watcher');
  const given = await kubectl('config', 'view', '--minify', '--flatten', '--raw', '--output', 'json');
  const [{ cluster }] = configSchema.parse(JSON.parse(given)).clusters;
  const way = await wayTo(new URL(cluster.server));
  const file = join(await mkdtemp(join(tmpdir(), 'kubeconfig-')), 'config');
  const config = {
    clusters: [{ name: 'c', cluster: { ...cluster, server: `https://127.0.0.1:${way.port}` } }],
    users: [{ name: 'watcher', user: { token } }],
    contexts: [{ name: 'watcher', context: { cluster: 'c', user: 'watcher' } }],
  };
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return { kubeconfig: file, context: 'watcher', cut: way.cut, mend: way.mend, close: way.close };
}

/** Passes connections on until it is cut: then it breaks those that are open, and takes no others. */
async function wayTo({ hostname, port }: URL) {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((socket) => {
    if (isCut) return socket.destroy();
    const onward = connect(Number(port), hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => open.delete(one) && other.destroy());
      one.pipe(other);
    }
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    close() {
      breakAll();
      server.close();
    },
  };
}
