import { failedLine, lastFrame } from '../notebook/traceback.ts';
import type { Failure } from '../test-result.ts';
import { bare, code, fold, paragraphs, pre } from './markdown.ts';

const mostLines = 10;

/** What went wrong in a test: what, why, what to do, and where. */
export function failureCard(failure: Failure | undefined): string | undefined {
  if (!failure) return undefined;
  const { part, what, why, remedy, source = '', traceback } = failure;
  return paragraphs([
    [`**${part ? 'Training: ' : ''}${what}**`, why, remedy].filter(Boolean).join(' '),
    errorLine(failure),
    source.trim() !== '' && pre(sourceLines(source, lineIn(failure)), 2000),
    traceback && tracebackText(failure.cell, traceback),
  ]);
}

/** A command has no cell and no error of its own: the end of what it said tells why. */
function tracebackText(cell: number | undefined, traceback: string): string {
  if (cell !== undefined) return fold('Traceback', pre(traceback, 4000, 'end'));
  return paragraphs(['The end of what it said:', pre(traceback, 4000, 'end')]);
}

/** The error's own words, and where it came up: the line of the cell, and the place that the cell's code had called. */
function errorLine(failure: Failure): string | undefined {
  const { cell, error, traceback } = failure;
  if (!error) return undefined;
  const line = lineIn(failure);
  const at = cell === undefined ? '' : `Cell ${cell}${line === undefined ? '' : `, line ${line}`}: `;
  const frame = lastFrame(traceback);
  return `${at}${code(error, 400)}${frame ? `, raised in ${code(frame, 120)}` : ''}`;
}

/** The line of a cell's source that failed; undefined where that is not known, or plain to see. */
function lineIn({ source = '', traceback }: Failure): number | undefined {
  const lines = source.trimEnd().split('\n').length;
  const line = traceback === undefined || lines === 1 ? undefined : failedLine(traceback);
  return line !== undefined && line <= lines ? line : undefined;
}

/** The lines of a cell around the one that failed, which an arrow points at; the first ones where none is known. */
function sourceLines(source: string, failed: number | undefined): string {
  const lines = source.trimEnd().split('\n');
  const wanted = failed === undefined ? 0 : failed - 1 - Math.floor(mostLines / 2);
  const from = Math.max(0, Math.min(wanted, lines.length - mostLines));
  const sign = (index: number) => (from + index + 1 === failed ? '→ ' : '  ');
  const shown = lines
    .slice(from, from + mostLines)
    .map((line, index) => (failed === undefined ? line : sign(index) + line));
  const isCut = from + mostLines < lines.length;
  return [...(from > 0 ? ['…'] : []), ...shown, ...(isCut ? ['…'] : [])].join('\n');
}

/** What is to be known of a test beside its result, folded. */
export function warningsFold(warnings: readonly string[]): string | undefined {
  if (warnings.length === 0) return undefined;
  const summary = warnings.length === 1 ? '⚠️ 1 warning' : `⚠️ ${warnings.length} warnings`;
  const more = warnings.length > 20 ? [`… and ${warnings.length - 20} more`] : [];
  return fold(
    summary,
    pre([...warnings.slice(0, 20).map((warning) => bare(warning, 400)), ...more].join('\n')),
  );
}

/** The same in few words and without Markdown, for a remark at the line that failed. */
export function failureRemark({ what, why, remedy, error }: Failure): {
  readonly title: string;
  readonly message: string;
} {
  const message = [error, why, remedy].filter(Boolean).join('\n').replaceAll('`', '');
  return {
    title: bare(what.replaceAll('`', '')),
    message: message
      .split('\n')
      .map((line) => bare(line, 400))
      .slice(0, 20)
      .join('\n'),
  };
}
