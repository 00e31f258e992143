import { mostReportBytes } from '../evidence/room.ts';
import { plotPath } from '../run-files.ts';
import type { Shown } from '../shown.ts';
import type { TestResult } from '../test-result.ts';
import { failureCard } from './failure-card.ts';
import { link, list, paragraphs, picture, plain, pre, table } from './markdown.ts';
import { metricText, mostDigits } from './numbers.ts';
import { alternative, caption, widthText } from './plots.ts';
import { printedBlock, slowestTable } from './printed.ts';
import { fitSections, type Section } from './sections.ts';
import { tablesText } from './shown-tables.ts';
import { testedParts } from './tested-parts.ts';

const mostOfTables = 200_000;
const mostOfPrinted = 100_000;
const mostMetrics = 500;

const unjudged =
  'Gates and data checks are not judged here but where the result is used: see the pull request.';

type Reported = Omit<TestResult, 'files' | 'committed'>;

/**
 * The report that lies among the files of a test: all that the comment has no room for. Gates are not in it, since they are judged anew
 * wherever the result is used. The same result gives the same bytes, at most `most`: what is too long is left out, and that is said.
 */
export function longReport(
  name: string,
  result: Reported,
  shown: Shown,
  log: string,
  most = mostReportBytes,
): string {
  const { failure, warnings } = result;
  const printed = printedBlock(shown.printed, mostOfPrinted);
  const tables = tablesText(shown, mostOfTables);
  const sections: Section[] = [
    { text: headline(name, result) },
    { text: unjudged },
    { text: filesLine(result) },
    { text: failureCard(failure) },
    { text: headed('Metrics', metrics(result)) },
    { name: 'plots', text: headed('Plots', plots(shown)) },
    { name: 'tables', text: headed('Tables', tables?.replace(/^\*\*Tables\*\*\n\n/, '')) },
    { name: 'printed output', text: headed('Printed output', printed) },
    { text: shown.slowest.length > 0 ? headed('Slowest cells', slowestTable(shown)) : undefined },
    { text: headed('Warnings', warningsText(warnings)) },
    { text: headed('What exactly was tested', testedParts({}, result)) },
    { name: 'the end of the log', text: log.trim() === '' ? undefined : endOf(log) },
  ];
  const limit = { most: most - 1, sizeOf: (text: string) => Buffer.byteLength(text) };
  return `${fitSections(sections, limit)}\n`;
}

function warningsText(warnings: readonly string[]): string | undefined {
  if (warnings.length === 0) return undefined;
  const items = warnings.map((each) => plain(each, 400));
  return list(items, (more) => `… and ${more} more`, 200);
}

function endOf(log: string): string | undefined {
  return headed('End of the log', pre(log, 8000, 'end'));
}

/** It speaks of the run alone: a test that ran to its end can miss a gate. */
function headline(name: string, { failure, environment }: Reported): string {
  const test = `The ${failure?.part ?? 'test'} of ${plain(name)} for ${plain(environment)}`;
  return failure ? `# ❌ ${test} failed` : `# ✅ ${test} ran to its end`;
}

/** Its neighbours among the files of the run. */
function filesLine({ cells, command, failure }: Reported): string {
  const log = `${failure?.part ? 'training/' : ''}logs/${command ? 'command' : 'notebook'}.log`;
  const files = [...(cells.total > 0 ? [link('Executed notebook', 'notebook.ipynb')] : []), link('Log', log)];
  return files.join(' · ');
}

function headed(title: string, text: string | undefined): string | undefined {
  return text && `## ${title}\n\n${text}`;
}

function metrics({ metrics, metricSources = {} }: Reported): string | undefined {
  const names = Object.keys(metrics);
  if (names.length === 0) return undefined;
  const rows = names.slice(0, mostMetrics).map((name) => {
    const source = Object.hasOwn(metricSources, name) ? metricSources[name] : undefined;
    return [plain(name, 80), metricText(metrics[name], undefined, [], mostDigits), plain(source ?? '', 60)];
  });
  const more = names.length - mostMetrics;
  return paragraphs([
    table(['Metric', 'Value', 'Found in'], rows, 'lrl'),
    more > 0 && `… and ${more} more: see \`record.json\`.`,
  ]);
}

function plots({ plots, live }: Shown): string | undefined {
  const pictures = plots.map((plot) => {
    const path = plotPath(plot.name);
    return `${caption(plot)}<br>${picture(path, path, alternative(plot), widthText(plot, '60%'))}`;
  });
  const others = live.map(
    (plot) => `${plot.kind}: ${caption(plot)} (only [the notebook](notebook.ipynb) has it)`,
  );
  return paragraphs([...pictures, ...others]) || undefined;
}
