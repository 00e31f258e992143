import { beforeEach, expect, test } from 'vitest';
import { reportProgress } from '../../../src/pipelines/reporting/progress.ts';
import { keepingLog, type LogLine } from '../../adapters/postgres/silent-log.ts';
import { running } from '../../domain/texts/reports.ts';

let shown: string[];
let log: LogLine[];
let seconds: number;
let active: number;
let broken: boolean;
let run: AbortController;

beforeEach(() => {
  shown = [];
  log = [];
  seconds = 0;
  active = 1;
  broken = false;
  run = new AbortController();
});

function progress() {
  const checks = {
    ensureCheck: async (_: unknown, { title }: { title: string }) => {
      if (broken) throw new Error('the forge is away');
      shown.push(title.replace('Testing churn for sandbox: ', ''));
    },
  };
  const write = async () => {
    shown.push('comment');
    return '';
  };
  const comments = { ensureComment: write, ensureCommitComment: write, react: async () => undefined };
  const history = {
    isHandled: async () => false,
    cutOff: async () => [],
    environmentsOf: async () => [],
    isUnderWay: async () => active > 0,
    active: async () => active,
  };
  const clock = { now: () => new Date(seconds * 1000) };
  const audience = { repository: { owner: 'acme', name: 'churn' }, head: 'a'.repeat(40), pullRequest: 7 };
  return reportProgress(
    { checks, comments, history, clock, log: keepingLog(log) },
    audience,
    running,
    run.signal,
  );
}

test('a phase is shown on the check and in the comment; cells on the check alone', async () => {
  const { phase, cells, settle } = progress();
  await phase('running the notebook');
  cells(1, 9);
  await settle();
  expect(shown).toEqual(['running the notebook', 'comment', 'running the notebook, cell 1 of 9']);
});

test.each([
  [1, [1, 3, 5, 7]],
  [3, [1, 7]],
])('with %i runs under way, every so many seconds: %j', async (runs, expected) => {
  active = runs;
  const { cells, settle } = progress();
  for (seconds = 1; seconds <= 8; seconds++) {
    cells(seconds, 9);
    await settle();
  }
  expect(shown).toEqual(expected.map((done) => `building the image, cell ${done} of 9`));
});

test('what could not be shown is logged, and shown the next time', async () => {
  const { cells, settle } = progress();
  broken = true;
  cells(1, 9);
  await settle();
  expect(log).toMatchObject([{ level: 'warn', message: 'progress was not shown' }]);
  broken = false;
  seconds = 10;
  cells(2, 9);
  await settle();
  expect(shown).toEqual(['building the image, cell 2 of 9']);
});

test('a run that was ended shows nothing more', async () => {
  const { phase, cells, settle } = progress();
  run.abort(new Error('superseded'));
  cells(1, 9);
  await settle();
  await expect(phase('running the notebook')).rejects.toThrow('superseded');
  expect(shown).toEqual([]);
});
