import { setTimeout as pause } from 'node:timers/promises';
import { churnFiles } from '../../demo/churn-files.ts';
import { type Bench, type BenchHouse, environments } from '../bench-house.ts';
import { type Figure, times } from '../figure.ts';
import { residentMemory } from '../resident-memory.ts';
import { median } from '../statistics.ts';

const runsAtOnce = 20;
const repository = 'acme/churn';

/** The resident memory of the process alone: containers and PostgreSQL are processes of their own. */
export const memory: Figure = {
  name: 'memory',
  async measure(bench) {
    const house = await bench.start({ runsAtOnce });
    const first = await idleMemory(house);
    // What it compiled is kept from here on.
    await house.restart();
    const idle = await idleMemory(house);
    const highest = await busyMemory(bench, house);
    return [
      { what: 'resident memory, idle after the very first start', measured: megabytes(first) },
      { what: 'resident memory, idle', measured: megabytes(idle), goal: '≤ 150 MB' },
      {
        what: `resident memory, ${runsAtOnce} runs of examples/churn at once, highest`,
        measured: megabytes(highest),
        goal: '≤ 250 MB',
      },
    ];
  },
};

const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

const memoryOf = ({ pid }: BenchHouse): Promise<number> => residentMemory(pid() ?? 0);

/** Every two seconds, after its start. */
async function idleMemory(house: BenchHouse): Promise<number> {
  const seen: number[] = [];
  for (let time = 1; time <= times; time++) {
    await pause(2000);
    seen.push(await memoryOf(house));
  }
  return median(seen);
}

/** Each run has a pull request, an image and a notebook of its own. */
async function busyMemory({ baseImage }: Bench, house: BenchHouse): Promise<number> {
  const { forge, dana } = house;
  const files = await churnFiles({ baseImage, imageRepository: house.imageRepository(repository) });
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: environments, files });
  for (let run = 1; run <= runsAtOnce; run++) {
    const branch = `run-${run}`;
    const change = { 'churn/__init__.py': `# ${branch}\n` };
    await dana.push({ repository, branch, from: 'sandbox', files: change });
    await dana.openPullRequest({ repository, head: branch, base: 'sandbox', title: branch });
  }
  let highest = 0;
  let over = false;
  const settled = house.settled().then(() => {
    over = true;
  });
  while (!over) {
    highest = Math.max(highest, await memoryOf(house));
    await pause(200);
  }
  await settled;
  return highest;
}
