import type { Failure } from '../test-result.ts';
import { bare, code, fold, paragraphs, pre } from './markdown.ts';

/** What went wrong in a test: what, why, what to do, and where. */
export function failureCard(failure: Failure | undefined): string | undefined {
  if (!failure) return undefined;
  const { part, what, why, remedy, cell, error, source, traceback } = failure;
  const lines = source?.split('\n', 11) ?? [];
  const shown = [...lines.slice(0, 10), ...(lines.length > 10 ? ['…'] : [])].join('\n');
  return paragraphs([
    [`**${part ? 'Training: ' : ''}${what}**`, why, remedy].filter(Boolean).join(' '),
    error && `${cell === undefined ? '' : `Cell ${cell}: `}${code(error, 400)}`,
    shown.trim() !== '' && pre(shown, 2000),
    traceback && fold('Traceback', pre(traceback, 4000, 'end')),
  ]);
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
