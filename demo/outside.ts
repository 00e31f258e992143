import Docker, { type Container } from 'dockerode';
import { readOperator } from '../src/domain/policy/operator.ts';
import { startDataServer } from '../test/support/data-server/data-server.ts';
import type { FakeForge } from '../test/support/forge/fake-forge.ts';
import { type BrokenExample, imagesLabel } from './broken-examples.ts';
import { editedNotebook } from './churn-files.ts';
import { until } from './follow.ts';

/** Lets an example fetch its dataset from a server on this computer. */
const policy = `rules:
  - name: data-on-this-computer
    repositories: [acme/dataset-changed]
    data: {private_addresses: [localhost]}
`;

/** The operator of an installation that examples/broken are tested on. */
export const operator = readOperator({ path: 'policy.yml', text: policy }, {}).operator;

/** The server that `https://data.example.com` of an example stands for. Somebody changes its file after the SHA-256 was written down. */
export async function startChangingData() {
  const server = await startDataServer();
  return {
    ca: server.certificate,
    home: server.url(''),
    change({ name, files }: BrokenExample): void {
      if (name !== 'dataset-changed') return;
      const declared = files['customers.csv'] ?? '';
      server.put('/customers.csv', declared);
      server.put('/customers.csv', `${declared}21,26,0\n`);
    },
    close: () => server.close(),
  };
}

interface Scene {
  readonly forge: FakeForge;
  readonly signal: AbortSignal;
}

/** What people or machines do to an example while its notebook runs: nothing to most of them. */
export async function actFromOutside({ forge, signal }: Scene, example: BrokenExample): Promise<void> {
  const { name, files } = example;
  const notebook = () => runningNotebook({ forge, signal }, example);
  switch (name) {
    case 'killed-from-outside':
      await (await notebook()).kill();
      return;
    case 'cancelled': {
      await notebook();
      const shorter = editedNotebook(files, 'evaluate.ipynb', { 'minutes = 10': 'minutes = 0' });
      const message = 'Wait no longer';
      await forge
        .person('dana')
        .push({ repository: `acme/${name}`, branch: 'test', files: shorter, message });
    }
  }
}

/** The container of an example's notebook, once the check tells of its cells: before, it may not have begun. */
function runningNotebook({ forge, signal }: Scene, { name, images }: BrokenExample): Promise<Container> {
  const docker = new Docker();
  const filters = { label: [`${imagesLabel}=${images}`], name: ['-notebook$'], status: ['running'] };
  const view = forge.repository(`acme/${name}`);
  return until(signal, `the notebook of ${name}`, async () => {
    const checks = await view.checkRuns('test');
    if (!checks.some(({ title }) => /, cell \d/.test(title ?? ''))) return undefined;
    const [found] = await docker.listContainers({ filters });
    return found && docker.getContainer(found.Id);
  });
}
