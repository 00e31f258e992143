import { expect, test } from 'vitest';
import { judgeCommand } from '../../src/domain/command-verdict.ts';
import type { Execution } from '../../src/domain/notebook/execution.ts';

const ended: Execution = {
  exitCode: 0,
  outOfMemory: false,
  timedOut: false,
  log: '',
  timeoutSeconds: 60,
  memoryBytes: 2 ** 30,
};
const words = ['python', '-m', 'churn.evaluate'];

test('exit code 0 passes, whatever was printed', () => {
  expect(judgeCommand({ ...ended, log: 'Traceback\nError' }, words)).toBeUndefined();
});

test.each<[string, Partial<Execution>, string, string]>([
  ['an exit code', { exitCode: 3 }, 'command-failed', 'The command ended with exit code 3.'],
  ['its time', { timedOut: true, exitCode: 137 }, 'run-timeout', 'did not end within 60 s'],
  ['its memory', { outOfMemory: true, exitCode: 137 }, 'out-of-memory', 'its limit of 1 GiB'],
  ['memory of a child', { outOfMemory: true, exitCode: 0 }, 'out-of-memory', 'its limit of 1 GiB'],
  ['a kill from outside', { exitCode: 137 }, 'killed', 'killed from outside'],
  [
    'a program that is not there',
    { exitCode: 127, log: '[FATAL tini (7)] exec python failed: No such file or directory\n' },
    'command-missing',
    "can't start `python`",
  ],
  ['127 of its own', { exitCode: 127, log: 'sh: x: not found' }, 'command-failed', 'exit code 127'],
])('%s fails it, and is told apart', (_, how, kind, what) => {
  const failure = judgeCommand({ ...ended, ...how }, words);
  expect(failure).toMatchObject({ kind, what: expect.stringContaining(what) });
  expect(failure?.remedy).not.toBe('');
});

test('the end of the log is shown with a failure', () => {
  const log = Array.from({ length: 50 }, (_, line) => `line ${line}\n`).join('');
  const { traceback = '' } = judgeCommand({ ...ended, exitCode: 1, log }, words) ?? {};
  expect(traceback.split('\n')).toHaveLength(30);
  expect(traceback).toMatch(/line 49$/);
});
