import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { notebookContainerName } from '../../../src/adapters/docker/names.ts';
import { collectMetrics } from '../../../src/domain/collect-metrics.ts';
import { commandWarnings } from '../../../src/domain/notebook/command-warnings.ts';
import { readExecutedNotebook } from '../../../src/domain/notebook/executed.ts';
import type { Execution } from '../../../src/domain/notebook/execution.ts';
import { judgeExecution } from '../../../src/domain/notebook/verdict.ts';
import type { LocalImage, NotebookOutcome } from '../../../src/ports/images.ts';
import { type Cell, executed, notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';
import { docker } from './test-engine.ts';

let image: LocalImage;
beforeAll(async () => {
  image = await papermillImage();
});

const megabytes = 1024 ** 2;

async function outcomeOf(
  cells: readonly Cell[],
  limits: { timeoutSeconds?: number; cellTimeoutSeconds?: number; memoryBytes?: number } = {},
) {
  const outcome = await runner.run(requestOf(image, notebookOf(...cells), limits));
  const { exitCode, outOfMemory, timedOut } = outcome;
  const { failure } = judgeExecution(executionOf(outcome));
  const judged = failure === undefined ? 'passed' : `${failure.kind} in cell ${failure.cell}`;
  const { peakBytes = 0 } = outcome;
  return { exitCode, outOfMemory, timedOut, peakBytes, judged, ...executed(outcome) };
}

function judged(outcome: NotebookOutcome, parameters = {}) {
  return judgeExecution({ ...executionOf(outcome), parameters }).failure;
}

function executionOf(outcome: NotebookOutcome): Execution {
  const limits = { timeoutSeconds: 120, memoryBytes: 512 * megabytes };
  return { ...outcome, ...limits, executed: outcome.left?.reading?.notebook };
}

const ended = { outOfMemory: false, timedOut: false };

// What papermill 2.7.0 with nbclient 0.11 and ipykernel 7.4 does: the judgement of a run rests on it.
describe.concurrent('what papermill tells of', () => {
  test('a notebook that passes', async () => {
    const seen = await outcomeOf(['1 + 1', 'print("done")']);
    expect(seen).toMatchObject({
      ...ended,
      judged: 'passed',
      exitCode: 0,
      exception: null,
      counted: [true, true],
    });
  });

  test('a cell that raises', async () => {
    const seen = await outcomeOf(['1', 'raise ValueError("no")', '2']);
    const cells = { statuses: ['completed', 'failed', 'pending'], counted: [true, true, false], banners: 2 };
    expect(seen).toMatchObject({
      ...ended,
      ...cells,
      judged: 'cell-raised in cell 2',
      exitCode: 1,
      exception: true,
      errors: ['ValueError'],
    });
  });

  test('a cell that takes too long: nothing but the error output and the missing count', async () => {
    const seen = await outcomeOf(['import time; time.sleep(100)', '2'], { cellTimeoutSeconds: 2 });
    const cells = { statuses: ['completed', 'completed'], errors: ['KeyboardInterrupt'], banners: 0 };
    expect(seen).toMatchObject({
      ...ended,
      ...cells,
      judged: 'cell-timeout in cell 1',
      exitCode: 1,
      exception: null,
    });
    expect(seen.counted[1]).toBe(false);
  });

  test('a kernel that the memory limit kills', async () => {
    const hungry = 'block = bytearray(2 * 1024 ** 3)\nblock[::4096] = b"x" * len(block[::4096])';
    const seen = await outcomeOf(['1', hungry, '2'], { memoryBytes: 300 * megabytes });
    const cells = { statuses: ['completed', 'completed', 'completed'], errors: [], banners: 0 };
    expect(seen).toMatchObject({
      ...cells,
      judged: 'out-of-memory in cell 2',
      exitCode: 138,
      outOfMemory: true,
      timedOut: false,
      exception: null,
    });
    expect(seen.counted[2]).toBe(false);
    expect(seen.peakBytes).toBeGreaterThan(megabytes);
  });

  test('sys.exit(0): the exit code says all is well', async () => {
    const seen = await outcomeOf(['import sys; sys.exit(0)', '2']);
    expect(seen).toMatchObject({
      ...ended,
      judged: 'system-exit in cell 1',
      exitCode: 0,
      exception: true,
      statuses: ['failed', 'pending'],
    });
  });

  test('sys.exit(3)', async () => {
    const seen = await outcomeOf(['import sys; sys.exit(3)', '2']);
    expect(seen).toMatchObject({
      ...ended,
      judged: 'system-exit in cell 1',
      exitCode: 1,
      exception: true,
      statuses: ['failed', 'pending'],
    });
  });

  test('sys.exit(0) in the last cell: every cell has its count', async () => {
    const seen = await outcomeOf(['1', 'import sys; sys.exit(0)']);
    const cells = { statuses: ['completed', 'failed'], counted: [true, true] };
    expect(seen).toMatchObject({
      ...ended,
      ...cells,
      judged: 'system-exit in cell 2',
      exitCode: 0,
      exception: true,
    });
  });

  test('a cell that may raise: papermill fails all the same', async () => {
    const seen = await outcomeOf([{ source: '1 / 0', tags: ['raises-exception'] }, '2']);
    const cells = { statuses: ['completed', 'completed'], counted: [true, true], banners: 2 };
    expect(seen).toMatchObject({
      ...ended,
      ...cells,
      judged: 'raises-exception in cell 1',
      exitCode: 1,
      exception: null,
    });
  });

  test('a bad magic: no error output', async () => {
    const seen = await outcomeOf(['%nosuchmagic', '2']);
    expect(seen).toMatchObject({
      ...ended,
      judged: 'bad-magic in cell 1',
      exitCode: 1,
      exception: true,
      errors: [],
      statuses: ['failed', 'pending'],
    });
  });

  test.each([
    ['the kernel is killed', ['1', 'import os; os.kill(os.getpid(), 9)', '2']],
    ['the kernel is killed later', ['1', 'import os, time; time.sleep(1); os.kill(os.getpid(), 9)', '2']],
  ])('where %s, by the start times alone', async (_, cells) => {
    const seen = await outcomeOf(cells);
    expect(seen).toMatchObject({ ...ended, judged: 'kernel-died in cell 2', exitCode: 138, exception: null });
  });

  test('the cell that the time limit cut off: it is still running', async () => {
    const seen = await outcomeOf(['1', 'import time; time.sleep(100)', '2'], { timeoutSeconds: 10 });
    const cells = { statuses: ['completed', 'running', 'pending'], judged: 'run-timeout in cell 2' };
    expect(seen).toMatchObject({ ...cells, exitCode: 137, timedOut: true, exception: null });
  });

  test('a kernel that the image does not have', async () => {
    const notebook = notebookOf('1').toString().replace('"name":"python3"', '"name":"julia-1.11"');
    const outcome = await runner.run(requestOf(image, Buffer.from(notebook)));
    expect(judged(outcome)).toMatchObject({
      kind: 'no-kernel',
      what: 'The image has no kernel `julia-1.11`.',
    });
  });

  test('a container that is killed from outside', async () => {
    const runId = randomUUID();
    const request = requestOf(image, notebookOf('import time; time.sleep(100)'), { runId });
    const container = docker.getContainer(notebookContainerName(runId));
    const kill = () => void container.kill().catch(() => undefined);
    const outcome = await runner.run({ ...request, onProgress: kill });
    expect(outcome).toMatchObject({ ...ended, exitCode: 137 });
    expect(judged(outcome)?.kind).toBe('killed');
  });

  test.each([
    ['a cell', 'open("/dev/full", "w").write("x" * 10**6)', 'Cell 1 found no space left on the disk.'],
    [
      'papermill',
      'import os; os.symlink("/dev/full", "/tailrace/new"); os.replace("/tailrace/new", "/tailrace/out.ipynb")',
      'papermill found no space left on the disk.',
    ],
  ])('a full disk, as %s finds it', async (_, cell, what) => {
    const outcome = await runner.run(requestOf(image, notebookOf(cell)));
    expect(judged(outcome)).toMatchObject({ kind: 'disk-full', what });
  });

  test('a parameter of another type than its default', async () => {
    const declared = { source: 'threshold = 0.5', tags: ['parameters'] };
    const given = { threshold: 'high' };
    const request = requestOf(image, notebookOf(declared, 'threshold + 1'), {
      parameters: JSON.stringify(given),
    });
    expect(judged(await runner.run(request), given)).toMatchObject({ kind: 'bad-parameter', cell: 2 });
  });

  test('metrics in outputs: numbers that are none arrive as words', async () => {
    const show = (mime: string, value: string) => `display({"${mime}": ${value}}, raw=True)`;
    const scrap = '{"name": "recall", "data": 0.7, "encoder": "json", "version": 1}';
    const table = '<table><tr><th>gini</th></tr><tr><td>0.4</td></tr></table>';
    const { left } = await runner.run(
      requestOf(
        image,
        notebookOf(
          show('application/vnd.tailrace.metrics+json', '{"auc": 0.9, "f1": float("nan")}'),
          show('application/scrapbook.scrap.json+json', scrap),
          { source: 'from IPython.display import JSON\nJSON({"lift": 2})', tags: ['metrics'] },
          { source: `from IPython.display import HTML\nHTML("${table}")`, tags: ['metrics'] },
        ),
      ),
    );
    const { metrics, warnings } = collectMetrics(undefined, left?.reading?.metrics);
    expect(metrics).toEqual({ auc: 0.9, f1: { notANumber: 'nan' }, recall: 0.7, lift: 2, gini: 0.4 });
    expect(warnings).toEqual([]);
  });

  test('a command that fails: a pass, and the kernel notes it', async () => {
    const cells = [
      '1',
      '!true\n!false\n!exit 3',
      'x = !false\n[name for name in dir() if "tailrace" in name]',
    ];
    const outcome = await runner.run(requestOf(image, notebookOf(...cells)));
    const { failure } = judgeExecution(executionOf(outcome));
    expect(failure).toBeUndefined();
    const told = (code: number) => expect.stringMatching(`^Cell 2 .* ended with exit code ${code},`);
    const read = readExecutedNotebook(outcome.notebook ?? '');
    expect(commandWarnings(outcome.failedCommands, read)).toEqual([told(1), told(3)]);
    expect(outcome.notebook).toContain('"[]"');
  });

  test.each([
    ["IPython's exit() in the last cell", ['1', 'exit()']],
    ['a kernel that dies after the last cell', ['1', 'import atexit, os; atexit.register(os._exit, 1)']],
  ])('%s: a pass', async (_, cells) => {
    const seen = await outcomeOf(cells);
    expect(seen).toMatchObject({ ...ended, judged: 'passed', exitCode: 0, exception: null, errors: [] });
    expect(new Set(seen.statuses)).toEqual(new Set(['completed']));
  });

  test("IPython's exit() before other cells: what the kernel still ran decides", async () => {
    // The kernel ends a moment after the cell: whether it runs the next one before is a race of its own.
    const seen = await outcomeOf(['1', 'exit()', '2']);
    const ranAll = new Set(seen.statuses).size === 1;
    expect(seen.judged).toBe(ranAll ? 'passed' : 'kernel-died in cell 3');
    expect(seen.exitCode === 0).toBe(ranAll);
  });
});
