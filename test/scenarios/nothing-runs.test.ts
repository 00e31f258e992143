import { afterAll, beforeAll, expect, test } from 'vitest';
import { addModel } from '../support/model-repository.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => scenario?.stop());

/** The table of mistakes, without its padding. */
function rowsOf(comment: string): string[] {
  const lines = comment.slice(comment.indexOf('| Line')).split('\n\n')[0]?.split('\n') ?? [];
  return lines.map((line) => line.replaceAll(/ +/g, ' ')).filter((line) => /\w/.test(line));
}

test('all mistakes of the configuration are told at once, with line and remedy, and nothing is built', async () => {
  const model = await addModel(scenario, 'mistaken');
  const wrong = `name: churn
image: ${model.base.imageRepository}
notebok: notebooks/evaluate.ipynb
gates:
  - {metric: rate, max: a lot}
environments: [sandbox]
`;
  const number = await model.propose('feature', { '.tailrace.yml': wrong });
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'failure' });
  expect(check?.title).toBe('.tailrace.yml has 4 mistakes');
  expect(rowsOf(comment)).toEqual([
    '| Line | Key | What is wrong | What to do |',
    expect.stringMatching(/^\| 1 \| <code>notebook<\/code> \| `notebook` is missing .* Write for example/),
    expect.stringMatching(/^\| 3 \| <code>notebok<\/code> .* Did you mean `notebook`\?/),
    expect.stringMatching(/^\| 5 \| <code>gates\\\[0\\\]\.max<\/code> .* `a lot`.* Write for example `max: /),
    expect.stringMatching(/^\| 6 \| <code>environments\\\[0\\\]<\/code> .* Write for example `- \{name: /),
  ]);
  await model.expectUntouched();
});

test('keys that do not work yet are refused by name', async () => {
  const model = await addModel(scenario, 'not-yet');
  const settings = 'serve:\n  min_healthy: 5m\n  on_failure: rollback';
  const number = await model.propose('feature', model.changed({ settings }));
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'failure', title: '.tailrace.yml has 2 mistakes' });
  expect(rowsOf(comment)).toEqual([
    '| Line | Key | What is wrong | What to do |',
    expect.stringMatching(/^\| 11 \| .* `min_healthy` is not supported by this version .* Remove it/),
    expect.stringMatching(
      /^\| 12 \| .* `on_failure: rollback` is not supported by this version .* Remove it/,
    ),
  ]);
  await model.expectUntouched();
});

test('files that the configuration names and the merge does not have are told before anything is built', async () => {
  const model = await addModel(scenario, 'missing');
  const gone = { Dockerfile: null, 'notebooks/evaluate.ipynb': null, 'data/customers.csv': null };
  const number = await model.propose('feature', gone);
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'failure', title: '3 files are missing' });
  expect(comment).toContain('- <code>Dockerfile</code> (<code>image.dockerfile</code>)');
  expect(comment).toContain('- <code>notebooks/evaluate.ipynb</code> (<code>notebook.path</code>)');
  expect(comment).toContain('<code>data/customers.csv</code> (<code>datasets.customers.path</code>)');

  await model.push('feature', { ...model.changed({}), 'notebooks/evaluate.ipynb': '<<<<<<< HEAD\n{}\n' });
  const unreadable = await model.told(number);
  expect(unreadable.check?.title).toBe('notebooks/evaluate.ipynb holds an unresolved conflict');
  expect(unreadable.comment).toContain('Resolve the conflict');
  await model.expectUntouched();
});

test('a pull request that removes the configuration is red', async () => {
  const model = await addModel(scenario, 'removes');
  const number = await model.propose('feature', { '.tailrace.yml': null });
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'failure', title: 'this pull request removes .tailrace.yml' });
  expect(comment).toContain('Keep the file, or uninstall Tailrace from this repository');
  await model.expectUntouched();
});

test('an image that does not build: the instruction at fault and its last words', async () => {
  const model = await addModel(scenario, 'broken-build');
  const dockerfile = `FROM ${model.base.papermillImage}\nRUN echo a rare word >&2 && exit 3\n`;
  const number = await model.propose('feature', model.changed({ dockerfile }));
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'failure', title: 'the image does not build' });
  expect(comment).toContain(
    'failed at line 2: <code>RUN echo a rare word &gt;&amp;2 &amp;&amp; exit 3</code>',
  );
  expect(comment).toContain('a rare word');
  expect(comment).toContain('The last lines of the build');
  await model.expectUntouched();
});

test('a merge that conflicts is said, with the files and what to do', async () => {
  const model = await addModel(scenario, 'conflict');
  await model.push('feature', { 'model.txt': 'one model' });
  scenario.forge.loseNextDelivery('push'); // of this push, whose own run is another story
  await model.push('sandbox', { 'model.txt': 'another model' });
  const opening = { repository: model.repository, base: 'sandbox', title: 'Mine' };
  const number = await scenario.dana.openPullRequest({ ...opening, head: 'feature' });
  await scenario.settled();
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ conclusion: 'failure', title: 'merging into sandbox conflicts' });
  expect(comment).toContain('- <code>model.txt</code>');
  expect(comment).toContain('Merge <code>sandbox</code> into this branch, resolve the conflicts and push');
  await model.expectUntouched();
});

test('a pull request from a fork asks for somebody with write access, and runs nothing', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'forked');
  forge.grant('eve', model.repository, 'read');
  const eve = forge.person('eve');
  const fork = await eve.fork(model.repository);
  await eve.push({ repository: fork, branch: 'feature', files: model.changed({ greeting: 'from outside' }) });
  const opening = { repository: model.repository, base: 'sandbox', title: 'Let me in' };
  const number = await eve.openPullRequest({ ...opening, head: 'eve:feature' });
  await scenario.settled();
  const { check, comment } = await model.told(number);

  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'action_required' });
  expect(check?.title).toBe("this fork's commit waits for somebody to let it run");
  expect(comment).toContain("### ✋ churn can't go to sandbox: this fork's commit waits for somebody");
  expect(comment).toContain('Somebody with write access');
  await model.expectUntouched();
});

test('without the file on either side Tailrace is silent, until somebody without write access adds it', async () => {
  const { forge } = scenario;
  const model = await addModel(scenario, 'new-here', {}, { '.tailrace.yml': null });
  const erin = forge.person('erin');
  const number = await model.propose('feature', { 'model.txt': 'a better model' }, 'sandbox', erin);
  expect(model.view.comments(number)).toEqual([]);
  expect(await model.view.checkRuns('feature')).toEqual([]);

  forge.grant('erin', model.repository, 'read');
  await model.push('feature', model.changed({}));
  const { check, comment } = await model.told(number);
  expect(check).toMatchObject({ name: 'tailrace/sandbox', conclusion: 'action_required' });
  expect(check?.title).toBe('the first set-up needs write access');
  expect(comment).toContain('erin has no write access here');
  await model.expectUntouched();
});

test('a branch that is no environment is none of its business', async () => {
  const model = await addModel(scenario, 'elsewhere');
  await model.push('team', { 'model.txt': 'a model for the team' });
  const number = await model.propose('feature', model.changed({ greeting: 'for the team' }), 'team');

  expect(model.view.comments(number)).toEqual([]);
  expect(await model.view.checkRuns('feature')).toEqual([]);
  expect(await model.view.checkRuns('team')).toEqual([]);
  await model.merge(number);
  expect(await model.view.commitComments('team')).toEqual([]);
  await model.expectUntouched();
});
