import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { gitCache } from '../../src/adapters/git/cache.ts';
import { gitReader } from '../../src/adapters/git/reader.ts';
import { type BenchHouse, environments } from '../bench-house.ts';
import { type Figure, seconds, times } from '../figure.ts';
import { median } from '../statistics.ts';

const repository = 'acme/large';
const megabytes = 200;
const bytesOfFile = 2_000_000;

/** Getting a new commit, and everything that a build needs of it, of a repository that was fetched before. */
export const fetch: Figure = {
  name: 'fetch',
  async measure(bench) {
    const house = await bench.start();
    await addHistory(house);
    const look = reader(house);
    const first = await look();
    const taken: number[] = [];
    for (let time = 1; time <= times; time++) {
      const files = { 'notebook.ipynb': `change ${time}` };
      await house.dana.push({ repository, branch: 'sandbox', files });
      taken.push(await look());
    }
    return [
      { what: `first fetch of a repository with ${megabytes} MB of history`, measured: seconds(first) },
      { what: 'second fetch, one changed file', measured: seconds(median(taken)), goal: '≤ 1 s' },
    ];
  },
};

/** As many commits as it takes, each with a file that can't be compressed in the place of the one before. */
async function addHistory({ forge, dana }: BenchHouse): Promise<void> {
  const files = { 'notebook.ipynb': 'the first' };
  await forge.createRepository({ owner: 'acme', name: 'large', branches: environments, files });
  for (let commit = 0; commit < megabytes / (bytesOfFile / 1e6); commit++) {
    const changed = { 'data/customers.bin': randomBytes(bytesOfFile) };
    await dana.push({ repository, branch: 'sandbox', files: changed });
  }
}

/** Fetches as a run does, into a cache of its own, and gives the seconds. */
function reader({ forge, folder }: BenchHouse): () => Promise<number> {
  const ref = { owner: 'acme', name: 'large' };
  const { token } = forge.person('dana').user;
  const remote = {
    url: `${forge.url}/${repository}.git`,
    authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  };
  const git = gitReader(
    gitCache({
      folder: join(folder, 'cache'),
      remotes: { remote: async () => remote },
      inherited: process.env,
    }),
  );
  return async () => {
    const begun = performance.now();
    const head = (await git.heads(ref, ['sandbox'])).get('sandbox') ?? '';
    const { tree } = await git.commit(ref, head);
    await git.prefetch(ref, tree, '.');
    await git.read(ref, tree, 'notebook.ipynb');
    return (performance.now() - begun) / 1000;
  };
}
