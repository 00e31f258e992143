import { createMask, longestForm } from '../../domain/secrets/mask.ts';
import { createTerminalLines } from '../../domain/terminal-lines.ts';
import { type CappedLog, createCappedLog } from './capped-log.ts';
import type { OutputChunk } from './container-output.ts';

const mostLogBytes = 2 * 1024 ** 2;

/** papermill's tqdm bar: `Executing:  50%|█████     | 3/6 [00:01<00:01,  2.5cell/s]`. */
const progressBar = /Executing:\s+\d+%\|.*\|\s*(\d{1,6})\/(\d{1,6}) \[/;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface NotebookLog extends Pick<CappedLog, 'text' | 'cut'> {
  add(chunk: OutputChunk): void;
  end(): void;
}

/** One readable log of both streams, and papermill's progress out of it. No line is cut within one of the secrets. */
export function createNotebookLog(
  onProgress: (progress: Progress) => void,
  secrets: readonly string[] = [],
): NotebookLog {
  const masked = { mask: createMask(secrets), longest: longestForm(secrets) };
  const log = createCappedLog(mostLogBytes);
  const stdout = createTerminalLines(log.add, masked);
  const stderr = createTerminalLines((line) => {
    report(line);
    log.add(line);
  }, masked);
  let reported = '';

  function report(line: string): void {
    const bar = progressBar.exec(line);
    if (!bar || reported === `${bar[1]}/${bar[2]}`) return;
    reported = `${bar[1]}/${bar[2]}`;
    onProgress({ done: Number(bar[1]), total: Number(bar[2]) });
  }

  return {
    add({ stream, bytes }) {
      if (stream === 'stdout') return stdout.write(bytes);
      stderr.write(bytes);
      report(stderr.pending());
    },
    end() {
      stdout.end();
      stderr.end();
    },
    text: log.text,
    cut: log.cut,
  };
}
