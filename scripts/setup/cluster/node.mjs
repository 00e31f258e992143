import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, run } from '../command.mjs';
import { SetUpError } from '../step.mjs';
import { makeControlGroup, removeControlGroup } from './cgroup.mjs';
import { networkPlugins } from './node-packages.mjs';
import { pauseImage, writePauseImage } from './pause-image.mjs';
import { freePorts, startService } from './service.mjs';

/** @typedef {import('./control-plane.mjs').Place} Place */

const ip = findProgram('ip') ?? 'ip';

/**
 * Starts containerd and the kubelet: a node, which the API server knows a few seconds later.
 * @param {Place} place @param {import('./control-plane.mjs').ApiServer} server
 */
export async function startNode(place, { kubeconfig }) {
  await startContainerd(place);
  await startKubelet(place, kubeconfig);
}

/** The Docker Engine's own containerd serves no kubelet. @param {Place} place */
async function startContainerd({ folder, programs }) {
  await writeNetwork(folder);
  writeFileSync(join(folder, 'containerd.toml'), containerdConfig(folder));
  const program = findProgram('containerd') ?? 'containerd';
  const args = ['--config', join(folder, 'containerd.toml')];
  const ready = () => ctr(folder, ['version']).then(() => true);
  await startService(folder, { name: 'containerd', program, args, ready });
  await ctr(folder, ['-n', 'k8s.io', 'images', 'import', await writePauseImage(folder, programs)]);
}

/**
 * Without `restrict_oom_score_adj` no container starts where this process may not lower its own score. A registry on loopback is asked
 * over http without being named.
 * @param {string} folder
 */
function containerdConfig(folder) {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${folder}/containerd"
state = "${folder}/containerd-state"
[grpc]
  address = "${folder}/containerd.sock"
[${cri}]
  restrict_oom_score_adj = true
  sandbox_image = "${pauseImage}"
  netns_mounts_under_state_dir = true
[${cri}.cni]
  bin_dir = "${networkPlugins}"
  conf_dir = "${folder}/network.d"
`;
}

/** @param {string} folder */
async function writeNetwork(folder) {
  const { bridge, subnet } = await claimBridge();
  const ipam = {
    type: 'host-local',
    dataDir: join(folder, 'addresses'),
    ranges: [[{ subnet }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  const plugins = [{ type: 'bridge', bridge, isGateway: true, ipam }];
  mkdirSync(join(folder, 'network.d'));
  writeFileSync(
    join(folder, 'network.d/10-pods.conflist'),
    JSON.stringify({ cniVersion: '0.4.0', name: 'pods', plugins }),
  );
  writeFileSync(join(folder, 'bridge'), bridge);
}

/** A bridge, and with it a network, that no other cluster of this computer has: making it fails where it is there. */
async function claimBridge() {
  for (let number = 0; number < 200; number += 1) {
    const bridge = `tailrace${number}`;
    if (existsSync(`/sys/class/net/${bridge}`)) continue;
    await run(ip, ['link', 'add', bridge, 'type', 'bridge']);
    return { bridge, subnet: `10.89.${number}.0/24` };
  }
  throw new SetUpError('200 clusters have a bridge here. End some: ip link delete tailrace0');
}

/** @param {Place} place @param {string} kubeconfig */
async function startKubelet({ folder, programs }, kubeconfig) {
  const [port = 0, health = 0] = await freePorts(2);
  const group = readFileSync(join(folder, 'bridge'), 'utf8');
  makeControlGroup(group);
  const config = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port,
    healthzPort: health,
    // Only the API server of this computer asks it.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${group}`,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    makeIPTablesUtilChains: false,
    containerRuntimeEndpoint: `unix://${folder}/containerd.sock`,
    resolvConf: '',
    clusterDomain: '',
    // The disk is the computer's: a full one is no reason to end pods or to remove images.
    evictionHard: { 'nodefs.available': '0%', 'imagefs.available': '0%', 'nodefs.inodesFree': '0%' },
    imageGCHighThresholdPercent: 100,
    maxPods: 200,
  };
  writeFileSync(join(folder, 'kubelet.json'), JSON.stringify(config, null, 2));
  const args = [
    `--kubeconfig=${kubeconfig}`,
    `--config=${join(folder, 'kubelet.json')}`,
    `--root-dir=${join(folder, 'kubelet')}`,
    '--hostname-override=127.0.0.1',
  ];
  const ready = () => fetch(`http://127.0.0.1:${health}/healthz`).then(({ ok }) => ok);
  await startService(folder, { name: 'kubelet', program: join(programs, 'kubelet'), args, ready });
}

/** Ends the containers, which outlive kubelet and containerd, while containerd still runs. @param {string} folder */
export async function endContainers(folder) {
  const running = await ctr(folder, ['-n', 'k8s.io', 'tasks', 'ls', '-q']);
  const ids = running.split('\n').filter(Boolean);
  await Promise.all(
    ids.map((id) => ctr(folder, ['-n', 'k8s.io', 'tasks', 'rm', '--force', id]).catch(() => undefined)),
  );
}

/** Takes away what the node left mounted below its folder, its bridge and its control group. @param {string} folder */
export async function clearNode(folder) {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounted.reverse()) await run('umount', ['--lazy', path]);
  const file = join(folder, 'bridge');
  const bridge = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (bridge && existsSync(`/sys/class/net/${bridge}`)) await run(ip, ['link', 'delete', bridge]);
  if (bridge) removeControlGroup(bridge);
  rmSync(file, { force: true });
}

/** @param {string} folder @param {string[]} args @returns {Promise<string>} */
function ctr(folder, args) {
  return run(findProgram('ctr') ?? 'ctr', ['--address', join(folder, 'containerd.sock'), ...args]);
}
