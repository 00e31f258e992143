import { checkName, evidenceBranch } from '../src/domain/names.ts';
import type { Person } from '../test/support/forge/person.ts';
import { DemoFailed, expectPass, type Stage, short, until, view } from './follow.ts';
import { repository } from './house.ts';

export interface Merge {
  readonly by: Person;
  readonly number: number;
  readonly method: 'merge' | 'squash' | 'rebase';
  readonly environment: string;
}

/** Merges a pull request, and tells what Tailrace does about it. Gives the new head of the environment's branch. */
export async function mergeAndFollow(
  stage: Stage,
  { by, number, method, environment }: Merge,
): Promise<string> {
  const { narrator } = stage;
  const begun = narrator.now();
  const commit = await by.merge(repository, number, method);
  narrator.tell(`${by.user.name} merges #${number} (${method}): ${environment} is at ${short(commit)}`);
  narrator.progress('Tailrace delivers it: evidence, manifests');
  const check = await until(stage.signal, `${environment} to be delivered`, async () =>
    (await view(stage).checkRuns(commit)).find(
      ({ name, status }) => name === checkName(environment) && status === 'completed',
    ),
  );
  if (check.conclusion !== 'success') throw new DemoFailed(`${check.title}\n\n${check.summary}`);
  narrator.tell(`🚀 ${check.title}: nothing was built or run again`, begun);
  await tellFiles(stage, environment, commit);
  return commit;
}

/** What the delivery wrote, as git shows it. */
async function tellFiles(stage: Stage, environment: string, merged: string): Promise<void> {
  const git = view(stage);
  const { added } = await git.commit(evidenceBranch);
  const [folder = ''] = added.map((path) => path.split('/').slice(0, 4).join('/'));
  const shown = folder.replace(/[0-9a-f]{40}/, (release) => `${short(release)}…`);
  stage.narrator.detail(`evidence   ${evidenceBranch}: ${shown}, ${added.length} files`);
  const manifests = (await git.files(environment)).filter((path) => path.startsWith('deploy/kube/'));
  const by = (await git.head(environment)) === merged ? 'came with the merge' : 'committed by Tailrace';
  stage.narrator.detail(`manifests  ${environment}: deploy/kube, ${manifests.length} files, ${by}`);
}

/** Waits for the promotion of a release into an environment, and follows its test to a pass. */
export async function followPromotion(stage: Stage, release: string, environment: string): Promise<void> {
  const { narrator } = stage;
  const begun = narrator.now();
  const promotion = await until(stage.signal, `a promotion to ${environment}`, async () =>
    view(stage)
      .pullRequests('open')
      .find(({ base, title }) => base.branch === environment && title.includes(short(release))),
  );
  const { number, title } = promotion;
  const known = stage.promotions.get(environment) === number;
  stage.promotions.set(environment, number);
  const does = known ? `brings pull request #${number} up to date:` : `opens pull request #${number}`;
  narrator.tell(`Tailrace ${does} “${title}”`, begun);
  await expectPass(stage, number, environment);
}
