import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../src/domain/notebook/execution.ts';
import { judgeExecution } from '../../../src/domain/notebook/verdict.ts';
import {
  abandoned,
  banner,
  executionOf,
  type LeftCell,
  leftNotebook,
  pending,
  ran,
} from './executed-notebook.ts';

function failureOf(cells: readonly LeftCell[], exception: true | null, outside: Partial<Execution> = {}) {
  return judgeExecution(executionOf(leftNotebook(cells, exception), outside)).failure;
}

const timeoutLog = { exitCode: 1, log: 'nbclient.exceptions.CellTimeoutError: A cell timed out' };
const deadLog = { log: 'nbclient.exceptions.DeadKernelError: Kernel died' };
const mayRaise = { raised: 'ZeroDivisionError', tags: ['raises-exception'] };
const exits: LeftCell = { raised: 'SystemExit', status: 'failed' };
const raises: LeftCell = { raised: 'ValueError', status: 'failed' };
const stuck: LeftCell = { raised: 'KeyboardInterrupt' };
const dying: LeftCell = { count: null };
const running: LeftCell = { count: null, status: 'running' };
const complaint = {
  output_type: 'stream',
  name: 'stderr',
  text: ['UsageError: Line magic function `%x` not found.\n'],
};
const full: LeftCell = {
  status: 'failed',
  outputs: [{ output_type: 'error', ename: 'OSError', evalue: '[Errno 28] No space left on device' }],
};

// What papermill leaves of each case was measured, and is kept true by the tests of the Docker adapter.
describe('a failure is found and named', () => {
  test.each<[string, LeftCell[], true | null, Partial<Execution>, string, number | undefined]>([
    ['a cell raises', [ran, banner, raises, pending], true, { exitCode: 1 }, 'cell-raised', 2],
    ['a cell takes too long', [ran, stuck, abandoned], null, timeoutLog, 'cell-timeout', 2],
    ['too long, and no error output', [ran, dying, abandoned], null, timeoutLog, 'cell-timeout', 2],
    [
      'the memory limit',
      [ran, dying, abandoned],
      null,
      { exitCode: 138, outOfMemory: true },
      'out-of-memory',
      2,
    ],
    ['a killed kernel', [ran, dying, abandoned], null, { exitCode: 138, ...deadLog }, 'kernel-died', 2],
    [
      'a kernel that dies in a counted cell',
      [ran, ran, abandoned],
      null,
      { exitCode: 138 },
      'kernel-died',
      2,
    ],
    ['a kernel that dies in the last cell', [ran, ran], null, { exitCode: 138 }, 'kernel-died', 2],
    ['a dead kernel, as the log tells', [ran, dying], null, { exitCode: 1, ...deadLog }, 'kernel-died', 2],
    [
      'the time limit of the run',
      [ran, running, pending],
      null,
      { exitCode: 137, timedOut: true },
      'run-timeout',
      2,
    ],
    ['sys.exit(0)', [ran, exits, pending], true, { exitCode: 0 }, 'system-exit', 2],
    ['sys.exit(3)', [exits, pending], true, { exitCode: 1 }, 'system-exit', 1],
    ['sys.exit(0) in the last cell', [ran, exits], true, { exitCode: 0 }, 'system-exit', 2],
    ['a cell that may raise', [mayRaise, ran], null, { exitCode: 1 }, 'raises-exception', 1],
    ['one may raise, one raises', [mayRaise, raises, pending], true, { exitCode: 1 }, 'cell-raised', 2],
    [
      'a bad magic: no error output',
      [{ status: 'failed', outputs: [complaint] }, pending],
      true,
      { exitCode: 1 },
      'bad-magic',
      1,
    ],
    ['failed without a word', [{ status: 'failed' }, pending], true, { exitCode: 1 }, 'cell-raised', 1],
    ['a full disk', [ran, full, pending], true, { exitCode: 1 }, 'disk-full', 2],
    ['killed from outside', [ran, running, pending], null, { exitCode: 137 }, 'killed', 2],
    ['told to end from outside', [running, pending], null, { exitCode: 143 }, 'killed', 1],
    ['killed before papermill wrote', [], null, { exitCode: 137, executed: undefined }, 'killed', undefined],
    ['a cell that was never run', [ran, abandoned], null, { exitCode: 0 }, 'incomplete', 2],
    ['an exception that papermill alone saw', [ran], true, { exitCode: 0 }, 'papermill-failed', undefined],
    ['an exit code without any sign', [ran], null, { exitCode: 2 }, 'papermill-failed', undefined],
    ['no such kernel', [dying], null, { exitCode: 1, log: 'NoSuchKernel: julia' }, 'no-kernel', undefined],
    ['no code', [{ type: 'markdown' }], null, { exitCode: 0 }, 'no-code', undefined],
    ['no code but empty cells', [{ source: ' \n' }], null, { exitCode: 0 }, 'no-code', undefined],
  ])('%s', (_, cells, exception, outside, kind, cell) => {
    const failure = failureOf(cells, exception, outside);
    expect([failure?.kind, failure?.cell]).toEqual([kind, cell]);
    expect(failure?.what).toMatch(/\.$/);
    expect(failure?.remedy).toMatch(/\.$/);
  });

  test.each([
    ['no notebook came out', undefined],
    ['half a notebook', leftNotebook([ran]).slice(0, -20)],
    ['something else', '{"cells": "none"}'],
    ['an old format, whose cells lie elsewhere', '{"nbformat": 3, "worksheets": []}'],
  ])('%s', (_, notebook) => {
    expect(judgeExecution(executionOf(notebook)).failure?.kind).toBe('bad-notebook');
  });
});

describe('a pass is proven', () => {
  test.each<[string, LeftCell[], Partial<Execution>]>([
    ['every cell ran', [{ type: 'markdown' }, ran, ran], {}],
    ["a failing !command, or IPython's exit() in a middle cell", [ran, ran, ran], {}],
    ['a kernel that dies after the last cell', [ran, ran], deadLog],
    [
      'cells to skip and empty cells',
      [ran, { ...pending, tags: ['skip-execution'] }, { ...pending, source: '' }],
      {},
    ],
    ["papermill's own cell of parameters", [{ ...pending, tags: ['injected-parameters'] }, ran], {}],
    ['words of failures in the log', [ran], { log: 'CellTimeoutError NoSuchKernel Kernel died' }],
    ['a helper process that the memory limit killed', [ran], { outOfMemory: true }],
  ])('%s', (_, cells, outside) => {
    expect(failureOf(cells, null, outside)).toBeUndefined();
  });

  test.each<[string, LeftCell, Partial<Execution>]>([
    ['an exit code', ran, { exitCode: 1 }],
    ['an error output in a cell that "completed"', { raised: 'ValueError' }, {}],
    ['a failed cell', { status: 'failed' }, {}],
    ['a missing count', abandoned, {}],
  ])('%s alone is enough to fail', (_, cell, outside) => {
    expect(failureOf([cell, ran], null, outside)).toBeDefined();
  });
});

test('cells are counted as their author counts them', () => {
  const injected: LeftCell = { source: 'trees = 5', tags: ['injected-parameters'] };
  const cells = [
    banner,
    { type: 'markdown' as const },
    injected,
    ran,
    banner,
    raises,
    pending,
    { source: '' },
  ];
  const verdict = judgeExecution(executionOf(leftNotebook(cells, true), { exitCode: 1 }));
  expect(verdict.cells).toEqual({ total: 3, executed: 2 });
  expect(verdict.failure).toMatchObject({ cell: 3, source: 'step(5)' });
});

test('an error is told in full, without colours; its name can hold no Markdown', () => {
  const said = failureOf([{ ...raises, source: 'a\nb\n' }], true, { exitCode: 1 });
  expect(said).toMatchObject({ error: 'ValueError: no', traceback: 'ValueError', source: 'a\nb\n' });
  const forged = failureOf([{ raised: '`<img src=x> @dana\n' }], true, { exitCode: 1 });
  expect(forged?.what).toBe('Cell 1 raised `imgsrcxdana`.');
  expect(failureOf([{ raised: '' }], true, { exitCode: 1 })?.what).toBe('Cell 1 raised `an error`.');
});

test('an error that only speaks of time-outs and dead kernels is what it is', () => {
  const log = 'RuntimeError: CellTimeoutError, Kernel died';
  expect(failureOf([{ ...raises, raised: 'RuntimeError' }], true, { exitCode: 1, log })?.kind).toBe(
    'cell-raised',
  );
});

test('a cell that may raise is told what papermill makes of it', () => {
  expect(failureOf([mayRaise], null, { exitCode: 1 })?.remedy).toContain('Catch the exception');
});

test('limits are told in units that people use', () => {
  const after = (timeoutSeconds: number) =>
    failureOf([running], null, { timedOut: true, timeoutSeconds })?.what;
  expect(after(6)).toBe('The notebook did not end within 6 seconds.');
  expect(after(5400)).toBe('The notebook did not end within 90 minutes.');
  expect(failureOf([dying], null, { exitCode: 138, outOfMemory: true })?.what).toContain(
    'its limit of 512 MiB',
  );
  const slow = { exitCode: 1, log: timeoutLog.log, cellTimeoutSeconds: 30 };
  expect(failureOf([stuck], null, slow)?.what).toBe(
    'Cell 1 ran longer than one cell may, which is 30 seconds.',
  );
});

test('the reason is told where it is known', () => {
  const why = (cells: readonly LeftCell[], outside: Partial<Execution>) =>
    failureOf(cells, null, outside)?.why;
  const hungry = { exitCode: 138, outOfMemory: true, peakBytes: 480 * 2 ** 20 };
  expect(why([ran, dying], hungry)).toBe(
    'It was killed at cell 2. The most that was seen before, by a look each second, was 480 MiB.',
  );
  expect(why([ran, running], { exitCode: 137, timedOut: true })).toBe(
    'It was at cell 2 when it was stopped.',
  );
  expect(why([mayRaise], { exitCode: 1 })).toContain('fails the notebook all the same');
});

test.each([
  ['3', '`sys.exit(3)`'],
  ['', '`sys.exit(0)`'],
  ['None', '`sys.exit(0)`'],
  ['`<b>` @dana', '`sys.exit`'],
])('sys.exit with %j is told as %s', (evalue, told) => {
  const error = { output_type: 'error', ename: 'SystemExit', evalue };
  const failure = failureOf([{ outputs: [error], status: 'failed' }], true, { exitCode: 1 });
  expect(failure?.what).toBe(`Cell 1 ended the notebook by ${told}.`);
});

test('a kernel is named by letters of a name alone', () => {
  const execution = executionOf(leftNotebook([dying]).replace('"python3"', '"ju`lia @x"'), {
    exitCode: 1,
    log: 'NoSuchKernel: No such kernel named julia',
  });
  expect(judgeExecution(execution).failure?.what).toBe('The image has no kernel `juliax`.');
});

test('without a sign, the end of the log is shown', () => {
  const log = 'Traceback …\nValueError: No kernel name found in notebook and no override provided.\n';
  const { failure } = judgeExecution(executionOf(undefined, { exitCode: 1, log }));
  expect(failure?.error).toBe('ValueError: No kernel name found in notebook and no override provided.');
});

describe('one suggestion, by the exception', () => {
  test.each([
    ['ModuleNotFoundError', "No module named 'xgboost.core'", 'install `xgboost.core`'],
    ['FileNotFoundError', '[Errno 2] No such file', '$TAILRACE_DATASET_<NAME>'],
    ['PermissionError', '[Errno 13]', '`/tmp`'],
    ['numpy._core._exceptions._ArrayMemoryError', 'Unable to allocate', 'notebook.resources.memory'],
    ['requests.exceptions.ConnectionError', 'no route', 'notebook.network: true'],
    ['constructor', '', 'Correct the cell'],
  ])('%s', (ename, evalue, remedy) => {
    const outputs = [{ output_type: 'error', ename, evalue }];
    const failure = failureOf([{ outputs, status: 'failed' }], true, { exitCode: 1 });
    expect(failure).toMatchObject({ kind: 'cell-raised', remedy: expect.stringContaining(remedy) });
  });

  test('with a network, a lost connection is no question of settings', () => {
    const outputs = [{ output_type: 'error', ename: 'ConnectionError', evalue: '' }];
    const failure = failureOf([{ outputs, status: 'failed' }], true, { exitCode: 1, network: true });
    expect(failure?.remedy).toContain('Correct the cell');
  });
});

describe('a parameter of another type than its default', () => {
  const declared: LeftCell = {
    source: 'threshold: float = 0.5  # of the score\nname = "a"',
    tags: ['parameters'],
  };
  const uses = (source: string, raised = 'TypeError'): LeftCell => ({ source, raised, status: 'failed' });

  test.each<[string, LeftCell, object, string | undefined]>([
    [
      'a text for a number',
      uses('1 + threshold'),
      { threshold: 'high' },
      'given as a text; its default in the notebook is a number',
    ],
    [
      'a number for a text',
      uses('name.upper()', 'AttributeError'),
      { name: 5 },
      'given as a number; its default',
    ],
    ['another number', uses('1 + threshold'), { threshold: 1 }, undefined],
    ['a cell that does not use it', uses('1 + "a"'), { threshold: 'high' }, undefined],
    [
      'an error of another kind',
      uses('1 / threshold', 'ZeroDivisionError'),
      { threshold: 'high' },
      undefined,
    ],
  ])('%s', (_, cell, parameters, why) => {
    const failure = failureOf([declared, cell], true, { exitCode: 1, parameters: { ...parameters } });
    expect(failure?.kind).toBe(why ? 'bad-parameter' : 'cell-raised');
    if (why) expect(failure?.why).toContain(why);
  });
});
