import { Refusal } from '../test/support/forge/refusal.ts';
import { type Cast, propose } from './cast.ts';
import { editedNotebook } from './churn-files.ts';
import { DemoFailed, followCheck, type Stage, view } from './follow.ts';
import { environments, repository } from './house.ts';

const evaluation = 'notebooks/evaluate.ipynb';
const right = 'tested = customers[is_held_out(customers)]';
const wrong = 'tested = customers[is_held_out(customers) & (customers["tenure"] > 0)]';

/** A notebook that raises: its pull request says so and can't be merged; what runs and what is promoted stays as it is. */
export async function makeMistake(stage: Stage, { sam, files }: Cast): Promise<void> {
  const { narrator } = stage;
  narrator.print('\n3. A mistake', 'bold');
  const before = await standing(stage);
  const change = editedNotebook(files, evaluation, { [right]: wrong });
  const number = await propose(
    stage,
    sam,
    'without-newcomers',
    'Leave out customers who have just come',
    change,
  );
  const check = await followCheck(stage, view(stage).pullRequest(number).head.sha, 'sandbox');
  if (check.conclusion !== 'failure')
    throw new DemoFailed(`#${number} should have failed, but its check says ${check.conclusion}.`);
  narrator.detail(errorLine(check.summary ?? ''));
  await stage.settled();
  narrator.tell(
    `Sam tries to merge #${number}; the forge says: ${await refusal(() => sam.merge(repository, number))}`,
  );
  if ((await standing(stage)) !== before)
    throw new DemoFailed('The mistake has moved a branch that it should not.');
  narrator.detail(`${environments.join(', ')} and the open promotion are where they were`);
}

/** Where every branch is that runs something or brings it there. */
async function standing(stage: Stage): Promise<string> {
  const repositoryView = view(stage);
  const branches = (await repositoryView.branches()).filter((branch) =>
    /^(sandbox|qa|uat|prod|tailrace\/promote\/.*)$/.test(branch),
  );
  return (await Promise.all(branches.map((branch) => repositoryView.head(branch)))).join();
}

/** The line with the exception, out of Markdown. */
function errorLine(summary: string): string {
  const line = /^Cell \d+(?:, line \d+)?: .*$/m.exec(summary)?.[0] ?? '';
  return line
    .replaceAll(/<[^>]*>|\\|\u200b/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

async function refusal(merge: () => Promise<unknown>): Promise<string> {
  try {
    await merge();
  } catch (error) {
    if (error instanceof Refusal) return error.message.replaceAll(/\s+/g, ' ').trim();
    throw error;
  }
  throw new DemoFailed('A pull request whose check failed could be merged.');
}
