import { z } from 'zod';
import { churnFiles } from '../../demo/churn-files.ts';
import { connectTo } from '../../test/support/stored-runs.ts';
import { environments } from '../bench-house.ts';
import { type Figure, milliseconds, times } from '../figure.ts';
import { median } from '../statistics.ts';

const repository = 'acme/churn';

const takenSchema = z.array(z.object({ taken: z.coerce.number() }));

/** What report and evidence add to a run: from the end of the notebook to the end of the run, without the push of the image. */
export const telling: Figure = {
  name: 'telling',
  async measure(bench) {
    const house = await bench.start();
    const { forge, dana } = house;
    const imageRepository = house.imageRepository(repository);
    const files = await churnFiles({ baseImage: bench.baseImage, imageRepository });
    await forge.createRepository({ owner: 'acme', name: 'churn', branches: environments, files });
    for (let run = 1; run <= times; run++) {
      const branch = `run-${run}`;
      const change = { 'churn/__init__.py': `# ${branch}\n` };
      await dana.push({ repository, branch, from: 'sandbox', files: change });
      await dana.openPullRequest({ repository, head: branch, base: 'sandbox', title: branch });
      await house.settled();
    }
    const measured = milliseconds(median(await taken(house.settings.dataFolder)));
    return [{ what: 'report and evidence of a run of examples/churn', measured, goal: '≤ 500 ms' }];
  },
};

/** Milliseconds of each run that ran a notebook. */
async function taken(dataFolder: string): Promise<readonly number[]> {
  const client = await connectTo(dataFolder);
  try {
    const { rows } = await client.query(
      `select 1000 * extract(epoch from run.ended_at - notebook.finished_at - (push.finished_at - push.started_at)) as taken
       from tailrace.run
       join tailrace.step notebook on notebook.run_id = run.id and notebook.name like 'notebook in %'
       join tailrace.step push on push.run_id = run.id and push.name = 'push'
       where run.status = 'done'`,
    );
    const found = takenSchema.parse(rows).map((row) => row.taken);
    if (found.length < times)
      throw new Error(`Only ${found.length} of ${times} runs ran a notebook and pushed an image.`);
    return found;
  } finally {
    await client.end();
  }
}
