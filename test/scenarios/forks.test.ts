import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel, type ModelRepository } from '../support/model-repository.ts';
import { heard, say, shown } from '../support/said.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { ranNotebook, storedRuns } from '../support/stored-runs.ts';

const policy = `
rules:
  - {name: warehouse, repositories: ["acme/*"], secrets: [WAREHOUSE_PASSWORD]}
`;

let scenario: Scenario;
let model: ModelRepository;
let fork: string;
let number: number;
beforeAll(async () => {
  const secrets = { WAREHOUSE_PASSWORD: 'geheimnis-4711' };
  scenario = await startScenario({}, { operator: { policy, secrets } });
  model = await addModel(scenario, 'forked', {
    environments: '  - name: sandbox',
    notebook: 'secrets: [WAREHOUSE_PASSWORD]',
    cells: ['import os; print("password:", os.environ.get("WAREHOUSE_PASSWORD", "none"))'],
  });
  const { forge, settled } = scenario;
  forge.grant('eve', model.repository, 'read');
  const eve = forge.person('eve');
  fork = await eve.fork(model.repository);
  await push('from outside', 'sandbox');
  const opening = { repository: model.repository, base: 'sandbox', title: 'Let me in' };
  number = await eve.openPullRequest({ ...opening, head: 'eve:feature' });
  await settled();
});
afterAll(() => scenario?.stop());

const push = (greeting: string, from?: string) => {
  const files = model.changed({ greeting });
  const begun = from === undefined ? {} : { from };
  return scenario.forge.person('eve').push({ repository: fork, branch: 'feature', files, ...begun });
};

const head = () => model.view.pullRequest(number).head.sha;
const approve = (commit: string) => `/tailrace approve-run ${commit.slice(0, 7)}`;

/** The heads whose notebook ran. */
const ran = async () =>
  (await storedRuns(scenario.settings.dataFolder)).filter(ranNotebook).map((run) => run.head);

test('a fork runs nothing, and how to let it run stands there ready to paste; its author may not', async () => {
  const { check, comment } = await shown(model, number);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'action_required' });
  expect(check?.title).toBe("this fork's commit waits for somebody to let it run");
  expect(comment).toContain(`\`\`\`\n${approve(head())}\n\`\`\``);
  expect(check?.summary).toContain(approve(head()));
  const refused = await say(scenario, model, number, 'eve', approve(head()));
  expect(refused.reactions).toEqual(['eyes', 'confused']);
  expect(refused.reply).toContain('eve has the role read here.');
  expect((await say(scenario, model, number, 'dana', '/tailrace retry')).reply).toContain('Nobody has let');
  await model.expectUntouched();
});

test('a push right after the leave does not run: the leave was for another commit', async () => {
  const read = head();
  const asked = scenario.dana.comment(model.repository, number, approve(read));
  const newer = push('pushed right after');
  await Promise.all([asked, newer]);
  await scenario.settled();
  heard(model, number, await asked);
  expect(await ran()).not.toContain(await newer);
  expect((await shown(model, number)).check).toMatchObject({
    ...{ headSha: await newer, conclusion: 'action_required' },
  });
  const late = await say(scenario, model, number, 'dana', approve(read));
  expect(late.reactions).toEqual(['eyes', 'confused']);
  expect(late.reply).toContain(`\`${head().slice(0, 7)}\` is. Read what changed`);
  expect(await ran()).not.toContain(head());
});

test('the commit that may run is tested without secrets, and nothing that it made is kept for others', async () => {
  const allowed = await say(scenario, model, number, 'dana', approve(head()));
  expect(allowed.reactions).toEqual(['eyes', 'rocket']);
  expect(allowed.reply).toContain(`🚀 The commit \`${head()}\` may run`);
  const { check, comment } = await shown(model, number);
  expect(check).toMatchObject({ headSha: head(), conclusion: 'success' });
  expect(comment).toContain('password: none');
  expect(comment).toMatch(/comes from a fork: \[dana let it run\]\(http/);
  expect(comment).toContain("what a fork's run makes is not kept");
  expect(await ran()).toContain(head());
  expect(await model.tags()).toEqual([]);

  const tested = await model.view.tree(head());
  const commit = await model.merge(number);
  expect(await model.view.tree(`${commit}`)).toBe(tested);
  expect((await shown(model, number)).comment).toContain('### 🚀 churn is deployed to sandbox');
  expect((await shown(model, number)).comment).toContain('password: ***');
  expect(await model.tags()).toContain(commit);
});
