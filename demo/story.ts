import { type Cast, propose } from './cast.ts';
import { churnFiles, editedNotebook } from './churn-files.ts';
import { expectPass, type Stage } from './follow.ts';
import { environments, repository } from './house.ts';
import { followPromotion, mergeAndFollow } from './merge.ts';
import { makeMistake } from './mistake.ts';

const training = 'notebooks/train.ipynb';

/** Plays the whole road: a first set-up, a better model, a mistake, and the way to prod. */
export async function play(stage: Stage, baseImage: string): Promise<void> {
  const cast = await setTheStage(stage, baseImage);
  await setUpFirst(stage, cast);
  const release = await improve(stage, cast);
  await makeMistake(stage, cast);
  await promote(stage, cast, release);
}

async function setTheStage({ forge, imageRepository, narrator }: Stage, baseImage: string): Promise<Cast> {
  const people = ['Dana', 'Sam'].map((name) => forge.user(name.toLowerCase(), { name }).login);
  const [dana, sam] = people.map((login) => forge.person(login));
  if (!dana || !sam) throw new Error('The cast is not complete.');
  await forge.createRepository({ owner: 'acme', name: 'churn', branches: environments });
  for (const environment of environments)
    forge.protect(repository, environment, {
      ruleset: true,
      checks: [`tailrace/${environment}`],
      pushers: [forge.app.botLogin], // who commits the manifests
    });
  narrator.tell(`${repository} has the branches ${environments.join(', ')}, with a README and nothing else`);
  narrator.detail(
    `Dana works on a copy of examples/churn that builds on ${baseImage} and pushes to ${imageRepository}.`,
  );
  return { dana, sam, files: await churnFiles({ baseImage, imageRepository }) };
}

/** The first pull request brings the model and `.tailrace.yml`. Its model is a small one, so that there is something to better. */
async function setUpFirst(stage: Stage, { dana, files }: Cast): Promise<void> {
  stage.narrator.print('\n1. The first set-up', 'bold');
  const small = editedNotebook(files, training, { 'trees = 100': 'trees = 20', 'depth = 7': 'depth = 3' });
  const number = await propose(stage, dana, 'first-model', 'Add the churn model', { ...files, ...small });
  await expectPass(stage, number, 'sandbox');
  const release = await mergeAndFollow(stage, { by: dana, number, method: 'squash', environment: 'sandbox' });
  await followPromotion(stage, release, 'qa');
}

/** Gives the release that the merge makes. */
async function improve(stage: Stage, { dana, files }: Cast): Promise<string> {
  stage.narrator.print('\n2. A better model', 'bold');
  const change = { [training]: files[training] ?? '' };
  const number = await propose(stage, dana, 'more-trees', 'Train with more and deeper trees', change);
  await expectPass(stage, number, 'sandbox');
  const release = await mergeAndFollow(stage, { by: dana, number, method: 'squash', environment: 'sandbox' });
  await followPromotion(stage, release, 'qa');
  return release;
}

async function promote(stage: Stage, { dana }: Cast, release: string): Promise<void> {
  stage.narrator.print('\n4. On to prod', 'bold');
  for (const [index, environment] of environments.slice(1).entries()) {
    const number = stage.promotions.get(environment);
    if (number === undefined) throw new Error(`There is no promotion into ${environment}.`);
    await mergeAndFollow(stage, { by: dana, number, method: 'merge', environment });
    const next = environments[index + 2];
    if (next) await followPromotion(stage, release, next);
  }
}
