import { mkdir, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { judgeExecution } from '../../src/domain/notebook/verdict.ts';
import type { TestReport } from '../../src/domain/test-report.ts';
import { buildFailedText } from '../../src/domain/texts/build-problem.ts';
import { promotionBody } from '../../src/domain/texts/promotion.ts';
import { testComment } from '../../src/domain/texts/test-comment.ts';
import { addModel } from '../support/model-repository.ts';
import { papermillImage } from '../support/papermill-image.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { type Change, changes, deployChurn, repository } from './churn.ts';
import { galleryCells, galleryDockerfile } from './gallery.ts';
import { partOf, type Recording } from './recording.ts';

// What the texts are made of is taken where they are made; all else is as it is in use.
vi.mock('../../src/domain/notebook/verdict.ts', { spy: true });
vi.mock('../../src/domain/texts/build-problem.ts', { spy: true });
vi.mock('../../src/domain/texts/promotion.ts', { spy: true });
vi.mock('../../src/domain/texts/test-comment.ts', { spy: true });

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
});
afterAll(() => {
  // Only what is recorded is read.
  scenario?.forge.ignoreUnread();
  return scenario?.stop();
});

test('pull requests are recorded as they are told about', async () => {
  const { dana, settled } = scenario;
  const files = await deployChurn(scenario);
  const proposed = await Promise.all(
    Object.entries<Change>(changes).map(async ([name, { branch, title, files: changed }]) => {
      await dana.push({ repository, branch, from: 'sandbox', files: changed(files), message: title });
      const number = await dana.openPullRequest({ repository, head: branch, base: 'sandbox', title });
      return [name, number] as const;
    }),
  );
  await settled();
  for (const [name, number] of proposed) await record(name, recordingOf(shownOn(number)));
  const passed = shownOn(new Map(proposed).get('a pass') ?? 0);
  await record('a running test', { report: runningBefore(passed) });

  const [, number = 0] = proposed[0] ?? [];
  await dana.merge(repository, number, 'squash');
  await settled();
  await record('a merge', recordingOf(shownOn(number)));
  const promotion = view()
    .pullRequests('open')
    .find(({ base }) => base.branch === 'qa');
  const text = argumentOf(promotionBody, promotion?.body ?? '');
  await record('a promotion', { ...recordingOf(shownOn(promotion?.number ?? 0)), promotion: text });
});

test('what notebooks can show is recorded', async () => {
  const dockerfile = galleryDockerfile(await papermillImage());
  const model = await addModel(scenario, 'gallery', { dockerfile, cells: galleryCells });
  const number = await model.propose('feature', model.changed({ greeting: 'Look!' }));
  const { comment } = await model.told(number);
  const report = argumentOf(testComment, comment);
  expect(report.result?.failure).toBeUndefined();
  await record('a notebook that shows much', { report }, model.repository);
});

const view = () => scenario.forge.repository(repository);

/** The report that the one comment on a pull request was made of. */
function shownOn(number: number): TestReport {
  const comments = view().comments(number);
  expect(comments).toHaveLength(1);
  return argumentOf(testComment, comments[0]?.body ?? '');
}

/** What a text was made of. */
function argumentOf<Of, Text>(text: (of: Of) => Text, body: Text): Of {
  const { calls, results } = vi.mocked(text).mock;
  const call = calls[results.findLastIndex(({ value }) => value === body)];
  if (!call) throw new Error(`Nothing made this text: ${body}`);
  return call[0];
}

/** The report while the notebook of a report ran. */
function runningBefore({ road, baseline }: TestReport): TestReport {
  const found = vi
    .mocked(testComment)
    .mock.calls.map(([report]) => report)
    .find(
      ({ phase, ...report }) =>
        phase === 'running the notebook' && report.baseline?.release === baseline?.release,
    );
  if (!found) throw new Error(`No notebook ran on the road ${JSON.stringify(road)}.`);
  return found;
}

function recordingOf(report: TestReport): Recording {
  const { problem, result } = report;
  if (problem) {
    const { results } = vi.mocked(buildFailedText).mock;
    const text = results.find(({ value }) => value.message === problem.message)?.value;
    return { report, failedBuild: argumentOf(buildFailedText, text) };
  }
  const { failure } = result ?? {};
  if (!failure) return { report };
  const { calls, results } = vi.mocked(judgeExecution).mock;
  const judged = calls[results.findLastIndex(({ value }) => value.failure?.what === failure.what)];
  if (!judged) throw new Error(`Nothing was judged like this: ${failure.what}`);
  const { executed: _, ...execution } = judged[0];
  return { report, execution };
}

/** Writes a recording, and the notebooks that it tells of. */
async function record(name: string, recording: Recording, of = repository): Promise<void> {
  const { result, baseline, plots } = recording.report;
  const isCompared = plots?.some(({ before }) => before);
  await rm(partOf(name, '.'), { recursive: true, force: true });
  await mkdir(partOf(name, '.'), { recursive: true });
  await writeFile(partOf(name, 'report.json'), `${anywhere(JSON.stringify(recording, null, 1))}\n`);
  for (const [part, files] of [
    ['notebook.ipynb', result?.committed],
    ['before.ipynb', isCompared ? baseline?.files : undefined],
  ] as const) {
    if (!files) continue;
    await writeFile(
      partOf(name, part),
      anywhere(await scenario.forge.repository(of).file(files.commit, `${files.path}/notebook.ipynb`)),
    );
  }
}

/** A text without what only this computer knows: where its forge and its registry are. */
function anywhere(text: string): string {
  const { registry, forge } = scenario;
  return text
    .replaceAll(forge.url, 'https://forge.example.com')
    .replaceAll(`${registry.host}/${registry.path('')}`, 'registry.example.com/')
    .replaceAll(repository, 'acme/churn');
}
