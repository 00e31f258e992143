import { existsSync } from 'node:fs';
import { canInstall, findProgram, install } from '../command.mjs';
import { SetUpError, step } from '../step.mjs';

/** Where Debian's package has the programs that give pods their network. */
export const networkPlugins = '/usr/lib/cni';

/** Makes sure of what a node runs containers with. */
export function ensureNodePackages() {
  return step('containers and their network', async (note) => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new SetUpError(notHere());
    const wanted = missingPackages();
    if (wanted.length === 0) return note('are there');
    if (!canInstall()) throw new SetUpError(`${wanted.join(', ')} missing.\n${notHere()}`);
    await install(wanted);
    return note(`installed ${wanted.join(', ')}`);
  });
}

function missingPackages() {
  const programs = { containerd: 'containerd', runc: 'runc', ip: 'iproute2' };
  const missing = Object.entries(programs).filter(([program]) => findProgram(program) === undefined);
  const network = existsSync(networkPlugins) ? [] : ['containernetworking-plugins'];
  return [...missing.map(([, name]) => name), ...network];
}

function notHere() {
  return [
    'A cluster can be started from here only as root on Debian.',
    'Start one yourself (kind create cluster, k3d cluster create, minikube start) and name it: KUBECONFIG=~/.kube/config',
  ].join('\n');
}
