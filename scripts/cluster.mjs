import { join } from 'node:path';
import { runningCluster, startCluster, stopCluster } from './setup/cluster/start.mjs';
import { cacheFolder } from './setup/folders.mjs';
import { runAsScript } from './setup/step.mjs';

// npm run cluster [-- --stop]: a Kubernetes cluster of one node on this computer, for trying and for tests. Where KUBECONFIG names one
// that runs already, that one serves, and nothing is started.
await runAsScript(async () => {
  const folder = join(cacheFolder(), 'cluster');
  if (process.argv.includes('--stop')) {
    const ran = await stopCluster(folder);
    process.stdout.write(ran ? 'the cluster has ended\n' : 'no cluster of ours runs\n');
    return 0;
  }
  const given = process.env.KUBECONFIG;
  const kubeconfig = given ?? runningCluster(folder) ?? (await startCluster(folder)).kubeconfig;
  if (given) process.stdout.write('KUBECONFIG names a cluster: it serves, and none is started\n');
  process.stdout.write(`export KUBECONFIG=${kubeconfig}\n`);
  return 0;
});
