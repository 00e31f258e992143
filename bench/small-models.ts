import { papermillImage } from '../test/support/papermill-image.ts';
import { smallModel } from '../test/support/small-model.ts';
import { type BenchHouse, environments } from './bench-house.ts';

export type BenchModel = Awaited<ReturnType<typeof addSmallModel>>;

/** A repository with a model that is tested in seconds; `environments` as its configuration lists them, default all four. */
export async function addSmallModel(
  house: BenchHouse,
  name: string,
  changes: { readonly environments?: string } = {},
) {
  const repository = `acme/${name}`;
  const base = {
    papermillImage: await papermillImage(),
    imageRepository: house.imageRepository(repository),
    ...changes,
  };
  const view = await house.forge.createRepository({
    ...{ owner: 'acme', name, branches: environments },
    files: smallModel(base),
  });
  const { dana } = house;
  return {
    repository,
    view,
    /** Opens a pull request into sandbox that changes the model; gives its number. */
    async propose(branch: string): Promise<number> {
      const files = { 'model.txt': `the model of ${branch}` };
      await dana.push({ repository, branch, from: 'sandbox', files });
      return dana.openPullRequest({ repository, head: branch, base: 'sandbox', title: `Try ${branch}` });
    },
  };
}
