import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const run = promisify(execFile);

/** The cluster of the tests, as people use it: what kubectl prints. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  return (await running(args)).stdout.trim();
}

/** `kubectl apply` of a text. */
export async function applyText(text: string): Promise<void> {
  const applying = running(['apply', '--filename', '-']);
  applying.child.stdin?.end(text);
  await applying;
}

function running(args: readonly string[]) {
  const { kubeconfig, kubectl: program } = inject('cluster');
  return run(program, [...args], { env: { ...process.env, KUBECONFIG: kubeconfig } });
}

export async function apply(object: object): Promise<void> {
  await applyText(JSON.stringify(object));
}

/** Namespaces of these names with an ending of their own, so that two runs share none. */
export async function makeNamespaces<Name extends string>(...names: readonly Name[]) {
  const ending = randomUUID().slice(0, 8);
  const made = names.map((name) => `${name}-${ending}`);
  await Promise.all(made.map((name) => kubectl('create', 'namespace', name)));
  return {
    of: (name: Name) => `${name}-${ending}`,
    remove: async () => {
      await kubectl('delete', 'namespace', '--wait=false', ...made);
    },
  };
}

/** As the operator's policy has it: a cluster `test`, by the context that the kubeconfig is set to. */
export async function clusterOfTests() {
  const context = await kubectl('config', 'current-context');
  return { name: 'test', context, kubeconfig: inject('cluster').kubeconfig };
}
