import { marker } from '../names.ts';
import type { MetricSpeech, PlotPair, Problem } from '../test-report.ts';
import type { TestResult } from '../test-result.ts';
import type { RunExperiment } from '../work.ts';
import { nearest } from '../yaml/did-you-mean.ts';
import { failureCard } from './failure-card.ts';
import { code, fold, link, list, paragraphs, plain, table } from './markdown.ts';
import { differenceText, metricText, short } from './numbers.ts';
import { plotsText } from './plots.ts';
import { printedFold, slowestFold } from './printed.ts';
import { fitSections, type Section } from './sections.ts';
import { tablesText } from './shown-tables.ts';
import { testedParts } from './tested-parts.ts';

type Asked = Pick<RunExperiment, 'id' | 'by' | 'head' | 'parameters'>;

/** What came out of an experiment. */
export interface ExperimentReport {
  readonly environment: string;
  readonly result: TestResult;
  /** The result of the head's own test, where there is one. */
  readonly own: TestResult | undefined;
  readonly metrics: Readonly<Record<string, MetricSpeech>>;
  readonly plots: readonly PlotPair[];
  readonly links: Readonly<Record<string, string>>;
}

export function experimentRunning(asked: Asked, phase: string): string {
  return comment(asked, '⏳', [{ text: `The test runs with other parameters: ${plain(phase)}.` }]);
}

/** Why there is no result. */
export function experimentProblem(asked: Asked, { title, message }: Problem): string {
  return comment(asked, '😕', [{ text: `**${plain(title)}**` }, { text: message }]);
}

export function experimentMoved(asked: Asked): string {
  return comment(asked, '😕', [
    { text: 'This pull request has another head or base by now, so nothing ran. Write the command again.' },
  ]);
}

export function unknownParametersText(
  asked: readonly string[],
  known: readonly string[],
): Problem | undefined {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length === 0) return undefined;
  const lines = unknown.map((name) => {
    const meant = nearest(name, known);
    return `${code(name)}${meant ? `: did you mean ${code(meant)}?` : ''}`;
  });
  const names = known.map((name) => code(name));
  return {
    title: unknown.length === 1 ? `there is no parameter ${unknown[0]}` : 'there are no such parameters',
    message: paragraphs([
      'Nothing ran. The test has no parameter of this name, neither in `notebook.parameters` nor in the cell tagged `parameters`:',
      list(lines, (more) => `… and ${more} more`),
      names.length > 0 && `It knows ${names.slice(0, 30).join(', ')}.`,
    ]),
  };
}

/** The result, beside that of the head's own test. It judges no gate. */
export function experimentComment(asked: Asked, report: ExperimentReport): string {
  const { result, environment, plots, links } = report;
  const { shown, failure } = result;
  return comment(asked, failure ? '❌' : '🧪', [
    { text: failureCard(failure) },
    { text: comparison(asked, report) },
    { text: plotsText({ plots, environment, result, links }), name: 'plots' },
    { text: shown && tablesText(shown), name: 'tables' },
    { text: shown && printedFold(shown), name: 'printed output' },
    { text: shown && slowestFold(shown), name: 'slowest cells' },
    { text: warnings(result.warnings), name: 'warnings' },
    { text: testedParts({}, result), name: 'what exactly was tested' },
    {
      text: Object.entries(links)
        .map(([text, url]) => link(text, url))
        .join(' · '),
    },
  ]);
}

function comment(asked: Asked, sign: string, sections: readonly Section[]): string {
  const { id, by, head, parameters } = asked;
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const what = given.length > 0 ? `: ${code(given.join(' '), 300)}` : ' with its own parameters';
  return fitSections([
    { text: marker('experiment', id) },
    { text: `### ${sign} Experiment${what}` },
    {
      text: `On \`${short(head)}\`, for ${plain(by, 60)}. An experiment is no evidence: no check changes by it, and nothing is promoted on it.`,
    },
    ...sections,
  ]);
}

const mostMetrics = 60;

function comparison({ head }: Asked, { result, own, metrics: speech }: ExperimentReport): string | undefined {
  const names = [...new Set([...Object.keys(result.metrics), ...Object.keys(own?.metrics ?? {})])];
  if (names.length === 0) return undefined;
  const value = (metrics: TestResult['metrics'], name: string) =>
    Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  const rows = names.slice(0, mostMetrics).map((name) => {
    const { label, unit: raw } = (Object.hasOwn(speech, name) && speech[name]) || {};
    const unit = raw && plain(raw, 30);
    const [now, before] = [value(result.metrics, name), own && value(own.metrics, name)];
    return [
      ...[plain(label ?? name, 80), metricText(now, unit), metricText(before, unit)],
      differenceText(now, before, unit),
    ];
  });
  return paragraphs([
    table(['Metric', 'This experiment', 'This head', 'Difference'], rows, 'lrrr'),
    names.length > mostMetrics && `… and ${names.length - mostMetrics} more: see \`record.json\`.`,
    !own && `\`${short(head)}\` has no result of its own yet to compare with.`,
  ]);
}

function warnings(all: readonly string[]): string | undefined {
  if (all.length === 0) return undefined;
  return fold(
    'Warnings',
    list(
      all.map((each) => plain(each, 400)),
      (more) => `… and ${more} more`,
    ),
  );
}
