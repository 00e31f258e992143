import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { git } from '../support/forge/git.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
beforeAll(async () => {
  scenario = await startScenario();
  model = await addModel(scenario, 'branches', { environments: '  - name: sandbox\n  - name: qa' });
  await scenario.dana.deleteBranch(model.repository, 'qa');
});
afterAll(() => scenario?.stop());

/** Types the last part of a line that Tailrace gave: `git push origin <refspec>`. */
async function type(refspec: string): Promise<void> {
  await scenario.dana.pushRef(model.repository, refspec);
  await scenario.settled();
}

/** The refspec that a text tells to push to a branch. */
function refspecIn(text: string, branch: string): string {
  const found = new RegExp(`git push origin ([0-9a-f]{40}:refs/heads/${branch})\\b`).exec(text)?.[1];
  if (!found) throw new Error(`No line for ${branch} in: ${text}`);
  return found;
}

function comment(number: number, topic: string): string {
  const bodies = model.view.comments(number).map(({ body }) => body);
  return bodies.find((body) => body.startsWith(`<!-- tailrace:${topic} -->`)) ?? '';
}

async function runs(): Promise<number> {
  const paths = await model.view.files('tailrace/runs');
  return paths.filter((path) => path.endsWith('/record.json')).length;
}

let number: number;

test('a branch that is missing is named before the merge and after it, with the line to type', async () => {
  const base = await model.view.head('sandbox');
  number = await model.propose('better', model.changed({ greeting: 'better' }));
  const { check, comment: shown } = await model.told(number);
  expect(check).toMatchObject({ conclusion: 'success' });
  expect(shown).toContain('**No branch yet for **qa**');
  expect(refspecIn(shown, 'qa')).toBe(`${base}:refs/heads/qa`);
  await model.merge(number);
  const missed = comment(number, 'promotion:sandbox');
  expect(missed).toContain('### ❌ Not offered to qa: there is no such branch');
  expect(refspecIn(missed, 'qa')).toBe(`${base}:refs/heads/qa`);
});

test('when it appears, the promotion is offered at once, and its mere content is not deployed', async () => {
  await type(refspecIn(comment(number, 'promotion:sandbox'), 'qa'));
  expect(await model.manifests('qa')).toEqual([]);
  expect(await model.view.checkRuns(await model.view.head('qa'))).toEqual([]);
  const promotion = model.promotionInto('qa')?.number ?? 0;
  expect((await model.told(promotion)).check).toMatchObject({ name: 'tailrace/qa', conclusion: 'success' });
  await model.merge(promotion);
  expect((await model.told(promotion)).comment).toContain('### 🚀 churn is deployed to qa');
});

test('a branch that somebody deleted is missed at once, and comes back as it was', async () => {
  const head = await model.view.head('qa');
  await scenario.dana.deleteBranch(model.repository, 'qa');
  await scenario.settled();
  const missed = comment(number, 'promotion:sandbox');
  expect(missed).toContain('Somebody deleted the branch <code>qa</code>');
  expect(refspecIn(missed, 'qa')).toBe(`${head}:refs/heads/qa`);
  const before = await runs();
  await type(refspecIn(missed, 'qa'));
  expect(await model.view.head('qa')).toBe(head);
  expect(await runs()).toBe(before);
  expect(model.promotionInto('qa')).toBeUndefined();
});

test('a branch that is pushed back deploys the older release again, without a run, and says so', async () => {
  const { view } = model;
  const older = view.pullRequest(number).merged?.sha ?? '';
  const newer = await model.push('sandbox', model.changed({ greeting: 'newer' }));
  expect(model.promotionInto('qa')?.title).toContain(newer.slice(0, 7));
  const tested = await runs();
  await type(`+${older}:refs/heads/sandbox`);
  const [told] = await view.commitComments(older);
  expect(told?.body).toContain('### 🚀 churn is deployed to sandbox');
  expect(told?.body).toContain(`no longer has \`${newer.slice(0, 7)}\``);
  expect(told?.body).toContain(`git push --force-with-lease origin ${newer}:refs/heads/sandbox`);
  expect(comment(number, 'test:sandbox')).toContain('**Pushed over:**');
  const deployment = await view.file('sandbox', 'deploy/kube/10-deployment.yaml');
  expect(deployment).toMatch(new RegExp(`tailrace\\.dev/release: "?${older}"?`));
  expect(await runs()).toBe(tested);
});

test('what shares no commit with the branch before is tested and deployed; nothing needs what the forge has forgotten', async () => {
  const { view } = model;
  const open = await model.propose('late', model.changed({ greeting: 'late' }));
  expect((await model.told(open)).check).toMatchObject({ conclusion: 'success' });
  const tree = await view.tree('late');
  const identity = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'];
  const orphan = await git(view.gitDir, [...identity, 'commit-tree', tree, '-m', 'Begin again']);
  await git(view.gitDir, ['update-ref', 'refs/heads/again', orphan]); // where Dana's clone finds it
  await type(`+${orphan}:refs/heads/sandbox`);
  const [told] = await view.commitComments(orphan);
  expect(told?.body).toContain('### 🚀 churn is deployed to sandbox');

  await forget();
  await model.push('late', { 'model.txt': 'later' });
  expect((await model.told(open)).check?.title).toBe('this branch and sandbox have no commit in common');
  const fresh = await model.propose('fresh', model.changed({ greeting: 'fresh' }));
  await model.merge(fresh);
  expect((await model.told(fresh)).comment).toContain('### 🚀 churn is deployed to sandbox');
  const promotion = model.promotionInto('qa');
  expect(promotion?.title).toContain((view.pullRequest(fresh).merged?.sha ?? '').slice(0, 7));
  expect((await model.told(promotion?.number ?? 0)).check).toMatchObject({ name: 'tailrace/qa' });
});

/** The forge collects its garbage, and Tailrace begins with empty caches. */
async function forget(): Promise<void> {
  const { gitDir } = model.view;
  for (const args of [
    ['reflog', 'expire', '--expire=now', '--all'],
    ['gc', '--quiet', '--prune=now'],
  ])
    await git(gitDir, args);
  await rm(join(scenario.settings.dataFolder, 'git'), { recursive: true, force: true });
  await scenario.restart();
}
