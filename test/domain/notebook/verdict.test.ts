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
    ['a cell that may raise', [mayRaise, ran], null, { exitCode: 1 }, 'cell-raised', 1],
    ['one may raise, one raises', [mayRaise, raises, pending], true, { exitCode: 1 }, 'cell-raised', 2],
    [
      'a bad magic: no error output',
      [{ status: 'failed' }, pending],
      true,
      { exitCode: 1 },
      'cell-raised',
      1,
    ],
    ['a cell that was never run', [ran, abandoned], null, { exitCode: 0 }, 'incomplete', 2],
    ['an exception that papermill alone saw', [ran], true, { exitCode: 0 }, 'papermill-failed', undefined],
    ['an exit code without any sign', [ran], null, { exitCode: 2 }, 'papermill-failed', undefined],
    ['no such kernel', [dying], null, { exitCode: 1, log: 'NoSuchKernel: julia' }, 'no-kernel', undefined],
    ['no code', [{ type: 'markdown' }], null, { exitCode: 0 }, 'bad-notebook', undefined],
    ['no code but empty cells', [{ source: ' \n' }], null, { exitCode: 0 }, 'bad-notebook', undefined],
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
  expect(failureOf([mayRaise], null, { exitCode: 1 })?.remedy).toContain('catch the exception');
});

test('limits are told in units that people use', () => {
  const after = (timeoutSeconds: number) =>
    failureOf([running], null, { timedOut: true, timeoutSeconds })?.what;
  expect(after(6)).toBe('The notebook did not end within 6 seconds.');
  expect(after(5400)).toBe('The notebook did not end within 90 minutes.');
  expect(failureOf([dying], null, { exitCode: 138, outOfMemory: true })?.what).toContain(
    'its limit of 512 MiB',
  );
});
