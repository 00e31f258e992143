import { afterAll, beforeAll, expect, test } from 'vitest';
import { git } from '../support/forge/git.ts';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let model: ModelRepository;
let start: string;
beforeAll(async () => {
  scenario = await startScenario();
  const environments = '  - name: sandbox\n  - {name: qa, parameters: {threshold: 0.6}}';
  model = await addModel(scenario, 'promoted', { environments });
  start = await model.view.head('qa');
});
afterAll(() => scenario?.stop());

const releases: string[] = [];

/** Somebody pushes to the first environment's branch: the commit names the release. */
async function release(greeting: string): Promise<string> {
  const commit = await model.push('sandbox', model.changed({ greeting }));
  releases.push(commit);
  return commit;
}

/** What a commit holds, without its manifests: `<mode> <type> <object>\t<path>`. */
async function sourceOf(ref: string): Promise<string[]> {
  const lines = (await git(model.view.gitDir, ['ls-tree', '-r', ref])).split('\n');
  return lines.filter((line) => !line.includes('\tdeploy/kube/'));
}

function openPromotion() {
  const found = model.promotionInto('qa');
  if (!found) throw new Error('There is no open promotion into qa.');
  return found;
}

test.for(['merge', 'squash', 'rebase'] as const)(
  "a promotion is one commit on its target, the tested tree with the target's manifests, and goes in by %s",
  async (method) => {
    const { view } = model;
    const before = await view.head('qa');
    const released = await release(method);
    const { number, head, title } = openPromotion();
    expect((await view.commit(head.sha)).parents).toEqual([before]);
    expect(title).toBe(`Promote churn ${released.slice(0, 7)} to qa`);
    expect(await sourceOf(head.sha)).toEqual(await sourceOf(released));
    const deployment = await view.file(head.sha, 'deploy/kube/10-deployment.yaml');
    expect(deployment).toMatch(new RegExp(`tailrace\\.dev/release: "?${released}"?`));
    expect(deployment).toContain('namespace: churn-qa');
    const { check, comment } = await model.told(number);
    expect(check).toMatchObject({ name: 'tailrace/qa', conclusion: 'success' });
    expect(comment).toContain('{"threshold":0.6}');

    await model.merge(number, method);
    expect(await view.tree('qa')).toBe(await view.tree(head.sha));
    expect((await model.told(number)).comment).toContain('### 🚀 churn is deployed to qa');
    expect(model.promotionInto('qa')).toBeUndefined();
  },
);

test('the target reads, on its first parents, as the list of its releases, with trailers', async () => {
  const log = await model.view.log('qa', `^${start}`);
  const firstParents = await model.view.log('qa', '--first-parent', `^${start}`);
  expect(firstParents.toReversed().map(({ message }) => message)).toEqual(
    releases.map((commit) => expect.stringContaining(`Promote churn ${commit.slice(0, 7)} to qa`)),
  );
  for (const commit of releases) {
    const messages = log
      .map(({ message }) => message)
      .filter((message) => message.includes(`Release: ${commit}`));
    const trailers = `Promoted-From: sandbox\nRelease: ${commit}\nImage: \\S+@sha256:[0-9a-f]{64}\nCo-authored-by: \\S`;
    expect(messages).toEqual([expect.stringMatching(trailers)]);
  }
});

test('a newer release takes its place in the open promotion', async () => {
  await release('older');
  const { number, head: older } = openPromotion();
  const newer = await release('newer');
  const { head, title, body } = openPromotion();
  expect(model.view.pullRequests('open').map((pull) => pull.number)).toEqual([number]);
  expect(title).toBe(`Promote churn ${newer.slice(0, 7)} to qa`);
  expect(body).toContain(`Merging this puts release \`${newer.slice(0, 7)}\``);
  expect((await model.view.commit(head.sha)).parents).toEqual([await model.view.head('qa')]);
  expect(head.sha).not.toBe(older.sha);
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ headSha: head.sha, conclusion: 'success' });
  expect(comment).toContain(head.sha);
});

test("a person's own commit on the promotion branch blocks it, stays, and goes with the branch", async () => {
  const { number, head } = openPromotion();
  const { branch } = head;
  const strange = await model.push(branch, { 'model.txt': 'a quick change' });
  const blocked = await model.told(number);
  expect(blocked.check).toMatchObject({ headSha: strange, conclusion: 'action_required' });
  expect(blocked.comment).toContain("somebody else's commit lies on the promotion branch");
  expect(blocked.comment).toContain(`- ${strange} Change the model (dana)`);
  const backPort = model.view.pullRequests('open').find((pull) => pull.base.branch === 'sandbox');
  expect(blocked.comment).toContain(`#${backPort?.number} brings the same change to **sandbox**. Merge it`);
  expect((await model.told(backPort?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });
  await scenario.reconcile();
  await scenario.settled();
  expect(await model.view.head(branch)).toBe(strange);

  await scenario.dana.deleteBranch(model.repository, branch);
  await scenario.reconcile();
  await scenario.settled();
  const again = openPromotion();
  expect(again.number).not.toBe(number);
  expect((await model.told(again.number)).check).toMatchObject({ conclusion: 'success' });
});

test('a promotion that a person closed stays closed until there is a newer release', async () => {
  const { number } = openPromotion();
  await scenario.dana.close(model.repository, number);
  await scenario.reconcile();
  await scenario.settled();
  expect(model.promotionInto('qa')).toBeUndefined();
  const newest = await release('newest');
  const { title, number: next } = openPromotion();
  expect(title).toContain(newest.slice(0, 7));
  expect((await model.told(next)).check).toMatchObject({ conclusion: 'success' });
});

test('an environment that was taken out of a list: its promotion is red, and a shorter road begins in the list of its end', async () => {
  const list = (...names: string[]) => names.map((name) => `  - name: ${name}`).join('\n');
  const long = { environments: list('sandbox', 'qa', 'prod') };
  const shortened = await addModel(scenario, 'shortened', long);
  await shortened.push('sandbox', shortened.changed({ greeting: 'by the long road' }));
  const left = shortened.promotionInto('qa')?.number ?? 0;
  const short = shortened.changed({ greeting: 'by the short road', environments: list('sandbox', 'prod') });
  const commit = await shortened.push('sandbox', short);
  const { check, comment } = await shortened.told(left);
  expect(check).toMatchObject({ conclusion: 'failure', title: 'qa is not on the road any more' });
  expect(comment).toContain("**prod**'s own list still puts qa before it");
  const [told, ...others] = await shortened.view.commitComments(commit);
  expect(told?.body).toContain('### ✋ Not offered to prod: its own list puts qa before it');
  expect([others, shortened.promotionInto('prod')]).toEqual([[], undefined]);

  const own = { '.tailrace.yml': short['.tailrace.yml'] ?? '' };
  const number = await shortened.propose('shorter', own, 'prod');
  expect((await shortened.told(number)).check).toMatchObject({ conclusion: 'success' });
  await shortened.merge(number);
  expect((await shortened.told(number)).comment).toContain('### 🚀 churn is deployed to prod');
  const promotion = shortened.promotionInto('prod');
  expect(promotion?.body).toContain('which runs in **sandbox**, into **prod**');
  expect((await shortened.told(promotion?.number ?? 0)).check).toMatchObject({ conclusion: 'success' });
});
