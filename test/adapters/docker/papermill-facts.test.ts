import { beforeAll, describe, expect, test } from 'vitest';
import type { LocalImage } from '../../../src/ports/images.ts';
import { type Cell, executed, notebookOf, papermillImage, requestOf, runner } from './notebook-fixture.ts';

let image: LocalImage;
beforeAll(async () => {
  image = await papermillImage();
});

const megabytes = 1024 ** 2;

async function outcomeOf(
  cells: readonly Cell[],
  limits: { cellTimeoutSeconds?: number; memoryBytes?: number } = {},
) {
  const outcome = await runner.run(requestOf(image, notebookOf(...cells), limits));
  const { exitCode, outOfMemory, timedOut } = outcome;
  return { exitCode, outOfMemory, timedOut, ...executed(outcome) };
}

const ended = { outOfMemory: false, timedOut: false };

// What papermill 2.7.0 with nbclient 0.11 and ipykernel 7.4 does: the judgement of a run rests on it.
describe.concurrent('what papermill tells of', () => {
  test('a notebook that passes', async () => {
    const seen = await outcomeOf(['1 + 1', 'print("done")']);
    expect(seen).toMatchObject({ ...ended, exitCode: 0, exception: null, counted: [true, true] });
  });

  test('a cell that raises', async () => {
    const seen = await outcomeOf(['1', 'raise ValueError("no")', '2']);
    const cells = { statuses: ['completed', 'failed', 'pending'], counted: [true, true, false], banners: 2 };
    expect(seen).toMatchObject({ ...ended, ...cells, exitCode: 1, exception: true, errors: ['ValueError'] });
  });

  test('a cell that takes too long: nothing but the error output and the missing count', async () => {
    const seen = await outcomeOf(['import time; time.sleep(100)', '2'], { cellTimeoutSeconds: 2 });
    const cells = { statuses: ['completed', 'completed'], errors: ['KeyboardInterrupt'], banners: 0 };
    expect(seen).toMatchObject({ ...ended, ...cells, exitCode: 1, exception: null });
    expect(seen.counted[1]).toBe(false);
  });

  test('a kernel that the memory limit kills', async () => {
    const hungry = 'block = bytearray(2 * 1024 ** 3)\nblock[::4096] = b"x" * len(block[::4096])';
    const seen = await outcomeOf(['1', hungry, '2'], { memoryBytes: 300 * megabytes });
    const cells = { statuses: ['completed', 'completed', 'completed'], errors: [], banners: 0 };
    expect(seen).toMatchObject({
      ...cells,
      exitCode: 138,
      outOfMemory: true,
      timedOut: false,
      exception: null,
    });
    expect(seen.counted[2]).toBe(false);
  });

  test('sys.exit(0): the exit code says all is well', async () => {
    const seen = await outcomeOf(['import sys; sys.exit(0)', '2']);
    expect(seen).toMatchObject({ ...ended, exitCode: 0, exception: true, statuses: ['failed', 'pending'] });
  });

  test('sys.exit(3)', async () => {
    const seen = await outcomeOf(['import sys; sys.exit(3)', '2']);
    expect(seen).toMatchObject({ ...ended, exitCode: 1, exception: true, statuses: ['failed', 'pending'] });
  });

  test('sys.exit(0) in the last cell: every cell has its count', async () => {
    const seen = await outcomeOf(['1', 'import sys; sys.exit(0)']);
    const cells = { statuses: ['completed', 'failed'], counted: [true, true] };
    expect(seen).toMatchObject({ ...ended, ...cells, exitCode: 0, exception: true });
  });

  test('a cell that may raise: papermill fails all the same', async () => {
    const seen = await outcomeOf([{ source: '1 / 0', tags: ['raises-exception'] }, '2']);
    const cells = { statuses: ['completed', 'completed'], counted: [true, true], banners: 2 };
    expect(seen).toMatchObject({ ...ended, ...cells, exitCode: 1, exception: null });
  });

  test('a bad magic: no error output', async () => {
    const seen = await outcomeOf(['%nosuchmagic', '2']);
    expect(seen).toMatchObject({
      ...ended,
      exitCode: 1,
      exception: true,
      errors: [],
      statuses: ['failed', 'pending'],
    });
  });

  test.each([
    ['a command that fails', ['!false', '2']],
    ["IPython's exit()", ['1', 'exit()', '2']],
    ['a kernel that dies after the last cell', ['1', 'import atexit, os; atexit.register(os._exit, 1)']],
  ])('%s: a pass', async (_, cells) => {
    const seen = await outcomeOf(cells);
    expect(seen).toMatchObject({ ...ended, exitCode: 0, exception: null, errors: [] });
    expect(new Set(seen.statuses)).toEqual(new Set(['completed']));
  });
});
