/** IPython names cells so since 8.0. */
const inCell = /^[ \t]{0,20}(?:File .{0,200})?Cell In\s?\[\d+\], line (\d{1,6})/m;
const frames =
  /^(?:File (.{1,300}?):(\d{1,6})(?:, in .*)?|[ \t]{0,20}(?:File .{0,200})?Cell In\s?\[\d+\].*)$/gm;

/** What stands between the tracebacks of exceptions that led to each other, the last of which ended the cell. */
const between = /^(?:The above exception was the direct cause|During handling of the above exception)/m;

/** The line (from 1) of the cell that failed at which its traceback begins; undefined where that names none. */
export function failedLine(traceback: string | undefined): number | undefined {
  const parts = (traceback ?? '').split(between).toReversed();
  const found = parts.map((part) => inCell.exec(part)?.[1]).find((line) => line !== undefined);
  return found === undefined ? undefined : Number(found);
}

/** Where the code that a cell called raised, without the folder of its packages: `pandas/core/frame.py:4330`; undefined where the cell itself did. */
export function lastFrame(traceback: string | undefined): string | undefined {
  const [, path, line] = [...(traceback ?? '').matchAll(frames)].at(-1) ?? [];
  return path === undefined ? undefined : `${path.replace(/^.*\/(?:site|dist)-packages\//, '')}:${line}`;
}
