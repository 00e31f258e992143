import { existsSync, mkdirSync, rmSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { step } from '../step.mjs';
import { startControlPlane } from './control-plane.mjs';
import { clearNode, endContainers, startNode } from './node.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { ensureClusterPrograms } from './programs.mjs';
import { runningPid, stopService } from './service.mjs';

/** In the order in which they are ended: an API server whose etcd is gone first hangs on its port for a minute. */
const untilContainersEnd = ['kubelet', 'kube-scheduler', 'kube-controller-manager'];
const afterwards = ['containerd', 'kube-apiserver', 'etcd'];

/** @type {typeof import('./start.mjs').ensureCluster} */
export async function ensureCluster() {
  await ensureNodePackages();
  return ensureClusterPrograms();
}

/** @type {typeof import('./start.mjs').startCluster} */
export async function startCluster(folder) {
  const programs = await ensureCluster();
  await stopCluster(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    return await step('cluster', async (note) => {
      const server = await startControlPlane({ folder, programs });
      await startNode({ folder, programs }, server);
      await untilNodeIsReady(server);
      note(`runs at ${server.address}`);
      return { kubeconfig: server.kubeconfig, programs };
    });
  } catch (error) {
    await stopCluster(folder);
    throw error;
  }
}

/** @type {typeof import('./start.mjs').stopCluster} */
export async function stopCluster(folder) {
  if (!existsSync(folder)) return false;
  let ran = false;
  for (const name of untilContainersEnd) ran = (await stopService(folder, name)) || ran;
  if (runningPid(folder, 'containerd') !== undefined) await endContainers(folder);
  for (const name of afterwards) ran = (await stopService(folder, name)) || ran;
  await clearNode(folder);
  return ran;
}

/** @type {typeof import('./start.mjs').runningCluster} */
export function runningCluster(folder) {
  const all = [...untilContainersEnd, ...afterwards];
  return all.every((name) => runningPid(folder, name) !== undefined) ? join(folder, 'kubeconfig') : undefined;
}

/** @param {import('./control-plane.mjs').ApiServer} server */
async function untilNodeIsReady({ address, token }) {
  const isReady = async () => {
    const { items = [] } = JSON.parse(await ask(`${address}/api/v1/nodes`, token));
    return (
      items.some(isReadyNode) &&
      JSON.parse(await ask(`${address}/api/v1/namespaces/default/serviceaccounts`, token)).items?.length > 0
    );
  };
  while (!(await isReady())) await pause(100);
}

/** @param {{ spec: { taints?: unknown[] }, status: { conditions?: { type: string, status: string }[] } }} node */
function isReadyNode({ spec, status }) {
  const ready = status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return ready && !spec.taints?.length;
}

/** @param {string} url its certificate was made here a moment ago @param {string} token @returns {Promise<string>} */
function ask(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const request = https.get(url, { headers, rejectUnauthorized: false, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
    request.on('error', reject);
  });
}
