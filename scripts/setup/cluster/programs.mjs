import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, run } from '../command.mjs';
import { cacheFolder, checkout } from '../folders.mjs';
import { SetUpError, step, tell } from '../step.mjs';

const sources = join(checkout, 'scripts/setup/cluster-programs');
const packages = [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kubectl'].map(
    (name) => `k8s.io/kubernetes/cmd/${name}`,
  ),
  'go.etcd.io/etcd/server/v3',
  './pause',
];

/**
 * Makes sure of Kubernetes' and etcd's programs: in the cache folder, else built with Go, ten minutes, once for each version. There
 * is no other way to them without a registry of images or a download site.
 * @returns {Promise<string>} the folder that holds them
 * @throws {import('../step.mjs').SetUpError} when there is no Go, or the build fails
 */
export function ensureClusterPrograms() {
  return step("cluster's programs", async (note) => {
    const version = kubernetesVersion();
    const folder = join(cacheFolder(), `kubernetes-${version}`);
    if (existsSync(folder)) {
      note(`Kubernetes ${version} is there`);
      return folder;
    }
    tell(`building Kubernetes ${version}, about ten minutes, once`);
    await build(version, folder);
    note(`Kubernetes ${version} built with Go`);
    return folder;
  });
}

/** @returns {string} as in v1.34.4 */
function kubernetesVersion() {
  const lines = readFileSync(join(sources, 'go.mod'), 'utf8');
  return /k8s\.io\/kubernetes (v[\d.]+)/.exec(lines)?.[1] ?? '';
}

/** Whole or not at all; those of other versions go. @param {string} version @param {string} folder */
async function build(version, folder) {
  const go = findProgram('go');
  if (!go) throw new SetUpError(noGo());
  const part = mkdtempSync(join(cacheFolder(), 'building-'));
  try {
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(version)];
    const env = { ...process.env, CGO_ENABLED: '0' };
    await run(go, ['build', ...flags, '-o', `${part}/`, ...packages], { cwd: sources, env });
    renameSync(join(part, 'server'), join(part, 'etcd'));
    for (const name of readdirSync(cacheFolder()))
      if (name.startsWith('kubernetes-v')) rmSync(join(cacheFolder(), name), { recursive: true });
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Clients parse the version that the programs tell. @param {string} version */
function linkerFlags(version) {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const told = { gitVersion: version, gitMajor: major, gitMinor: minor };
  const names = Object.entries(told).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );
  return ['-s', '-w', ...names].join(' ');
}

function noGo() {
  return [
    "The cluster's programs are built with Go, which is not there.",
    'Install Go 1.24 or newer (https://go.dev/dl), or name a cluster that runs: KUBECONFIG=~/.kube/config',
  ].join('\n');
}
