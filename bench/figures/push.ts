import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { churnFiles, type Files } from '../../demo/churn-files.ts';
import { type Bench, type BenchHouse, environments } from '../bench-house.ts';
import { type Figure, seconds, times } from '../figure.ts';
import { isDeployment, isPromotion, isPush, newsOf, timeOf } from '../news.ts';
import { shellScript } from '../shell-script.ts';
import { median } from '../statistics.ts';

const repository = 'acme/churn';

/**
 * A push to an environment's branch, to everything that comes of it; and a shell script that builds, tests and pushes the same repository.
 * They take turns, each with a change of the model's code that it has not seen, so that both build the same layers anew.
 */
export const push: Figure = {
  name: 'push',
  async measure(bench) {
    const house = await bench.start();
    const sides = await setUp(bench, house);
    const pairs: { readonly tailrace: number; readonly script: number }[] = [];
    // The first turn of each only warms the caches.
    for (let turn = 0; turn <= times; turn++) {
      const pair = { tailrace: await sides.push(turn), script: await sides.script(turn) };
      if (turn > 0) pairs.push(pair);
    }
    const shown = (values: readonly number[]) => seconds(median(values));
    const what = 'direct push → evidence, manifests, promotion pull request';
    return [
      { what, measured: shown(pairs.map(({ tailrace }) => tailrace)) },
      {
        what: 'shell script: docker build, papermill, docker push',
        measured: shown(pairs.map(({ script }) => script)),
      },
      {
        what: 'the push minus the script, in turn',
        measured: shown(pairs.map(({ tailrace, script }) => tailrace - script)),
        goal: '≤ 2 s',
      },
    ];
  },
};

async function setUp({ baseImage }: Bench, house: BenchHouse) {
  const imageRepository = house.imageRepository(repository);
  const files = await churnFiles({ baseImage, imageRepository });
  await house.forge.createRepository({ owner: 'acme', name: 'churn', branches: environments, files });
  const run = await shellScript();
  const folder = join(house.folder, 'script');
  await writeFiles(folder, files);
  await mkdir(join(folder, 'out'));
  await chmod(join(folder, 'out'), 0o777); // the image's user writes there
  return {
    push: (turn: number) => pushAndFollow(house, changed(files, `push ${turn}`)),
    async script(turn: number): Promise<number> {
      await writeFiles(folder, changed(files, `script ${turn}`));
      return run(folder, `${house.imageRepository(`${repository}-script`)}:turn-${turn}`);
    },
  };
}

/** Seconds, by the forge's own webhooks. */
async function pushAndFollow(house: BenchHouse, files: Files): Promise<number> {
  const from = house.forge.deliveries.length;
  const commit = await house.dana.push({ repository, branch: 'sandbox', files });
  await house.settled();
  const news = newsOf(house, repository, from);
  const begun = timeOf(news, 'push', isPush('sandbox', commit));
  const ends = [
    timeOf(news, 'evidence', isPush('tailrace/evidence')),
    timeOf(news, 'manifests', isDeployment('sandbox')),
    timeOf(news, 'promotion pull request', isPromotion('qa', commit)),
  ];
  return (Math.max(...ends) - begun) / 1000;
}

const code = 'churn/__init__.py';

/** What the Dockerfile copies before it trains is changed: the layers from there on are built anew. */
function changed(files: Files, note: string): Files {
  return { [code]: `${files[code] ?? ''}# ${note}\n` };
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
