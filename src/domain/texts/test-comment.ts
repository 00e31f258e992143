import { gateCondition, type JudgedGate } from '../gates.ts';
import { marker } from '../names.ts';
import type { TestReport } from '../test-report.ts';
import type { Failure, TestResult } from '../test-result.ts';
import { code, fold, link, paragraphs, plain, pre, table } from './markdown.ts';
import { differenceText, durationText, metricText, short } from './numbers.ts';
import { verdictLine, verdictSign } from './verdict-line.ts';

/** The sticky comment of a test: what a reviewer reads to decide. Markdown, hidden marker first. */
export function testComment(report: TestReport): string {
  return paragraphs([
    marker('test', report.environment),
    `### ${verdictSign(report)} ${plain(verdictLine(report))}`,
    nextStep(report),
    ...testSections(report),
    roadLine(report),
    linksLine(report),
  ]);
}

/** The summary of the check run: the same sections, without the comment's marker and heading. */
export function testSummary(report: TestReport): string {
  return paragraphs([nextStep(report), ...testSections(report), roadLine(report), linksLine(report)]);
}

function testSections(report: TestReport): (string | undefined)[] {
  return [
    report.problem?.message,
    failureCard(report.result?.failure),
    metricsTable(report),
    report.notes.map((note) => `> ${note}`).join('\n>\n') || undefined,
    report.result && details(report, report.result),
  ];
}

/** The second line: what the reader can do now. */
function nextStep(report: TestReport): string | undefined {
  if (report.deployed) return deployedLine(report.deployed, report);
  if (report.problem) return undefined;
  switch (report.state) {
    case 'running':
      return 'This comment is edited when the result is there; the check shows how far the notebook is.';
    case 'passed':
      return `Merging this pull request puts it into **${plain(report.environment)}**. Nothing is built or run again for that.`;
    case 'failed':
      return 'It should not be merged like this. Push a fix to this branch, and the test runs again by itself.';
  }
}

function deployedLine(deployed: NonNullable<TestReport['deployed']>, report: TestReport): string {
  const what = `Release \`${short(deployed.release)}\` was put into **${plain(report.environment)}** by ${plain(deployed.by)}.`;
  return deployed.nothingServed ? `${what} ${deployed.nothingServed}` : what;
}

function failureCard(failure: Failure | undefined): string | undefined {
  if (!failure) return undefined;
  const source = failure.source?.split('\n').slice(0, 10).join('\n');
  return paragraphs([
    `**${failure.what}** ${failure.remedy}`,
    failure.error &&
      `${failure.cell === undefined ? '' : `Cell ${failure.cell}: `}${code(failure.error, 400)}`,
    source && pre(source),
    failure.traceback && fold('Traceback', pre(failure.traceback)),
  ]);
}

function metricsTable(report: TestReport): string | undefined {
  const { result } = report;
  if (!result || (Object.keys(result.metrics).length === 0 && report.gates.length === 0)) return undefined;
  const gated = report.gates.map((judged) => row(report, result, judged.gate.metric, judged));
  const gatedNames = new Set(report.gates.map(({ gate }) => gate.metric));
  const others = Object.keys(result.metrics).filter((metric) => !gatedNames.has(metric));
  const head = ['Metric', 'This run', `${plain(report.environment)} now`, 'Difference', 'Gate', ''];
  const shown = [...gated.toSorted((a, b) => b.rank - a.rank).map(({ cells }) => cells)];
  const ungated = others.map((metric) => row(report, result, metric, undefined).cells);
  return paragraphs([
    shown.length > 0 ? table(head, shown, 'lrrrll') : undefined,
    ungated.length > 0 &&
      fold(
        `${ungated.length} metrics without a gate`,
        table(
          head.slice(0, 4),
          ungated.map((cells) => cells.slice(0, 4)),
          'lrrr',
        ),
      ),
    baselineLine(report),
  ]);
}

const signs = {
  passed: '✅ holds',
  failed: '❌ fails',
  warned: '⚠️ warns',
  'not measured': '➖ not measured',
} as const;
const ranks = { failed: 3, warned: 2, 'not measured': 1, passed: 0 } as const;

function row(
  report: TestReport,
  result: TestResult,
  metric: string,
  judged: JudgedGate | undefined,
): { rank: number; cells: string[] } {
  const speech = report.metrics[metric];
  const before = report.baseline?.metrics[metric];
  const verdict = judged ? `${signs[judged.verdict]}${judged.why ? `: ${plain(judged.why)}` : ''}` : '';
  return {
    rank: judged ? ranks[judged.verdict] : 0,
    cells: [
      plain(speech?.label ?? metric),
      metricText(result.metrics[metric], speech?.unit),
      metricText(before, speech?.unit),
      differenceText(result.metrics[metric], before),
      judged ? gateCondition(judged.gate) : '',
      verdict,
    ],
  };
}

function baselineLine(report: TestReport): string {
  return report.baseline
    ? `Compared with release \`${short(report.baseline.release)}\`, in ${plain(report.environment)} since ${report.baseline.deployedAt.slice(0, 10)}.`
    : `Nothing runs in ${plain(report.environment)} yet, so there is nothing to compare with.`;
}

function details(report: TestReport, result: TestResult): string {
  const rows = [
    [
      'Cells',
      `${result.cells.executed} of ${result.cells.total} ran, in ${durationText(result.startedAt, result.finishedAt)}`,
    ],
    [
      'Parameters',
      Object.keys(result.parameters).length === 0 ? 'none' : code(JSON.stringify(result.parameters), 1000),
    ],
    ...result.datasets.map((dataset) => [
      `Dataset ${plain(dataset.name)}`,
      `${code(dataset.path)} · SHA-256 \`${dataset.sha256.slice(0, 12)}…\``,
    ]),
    ['Source tree', `\`${result.sourceTree}\``],
    [
      'Image',
      result.image
        ? `\`${result.image.repository}@${result.image.digest}\``
        : 'not pushed, since the test failed',
    ],
    ['Tested on', report.base ? `\`${report.base.branch}\` at \`${short(report.base.commit)}\`` : undefined],
    [
      'Versions',
      Object.entries(result.versions)
        .flatMap(([name, version]) => (version ? [`${name} ${plain(version)}`] : []))
        .join(', '),
    ],
  ].flatMap(([name, value]) => (name && value ? [[name, value]] : []));
  const warnings = result.warnings.length > 0 ? `\n\n**Warnings**\n\n${pre(result.warnings.join('\n'))}` : '';
  return fold('What exactly was tested', `${table(['', ''], rows, 'll')}${warnings}`);
}

const stations = { done: '✅', here: '⏳', failed: '❌', ahead: '' } as const;

function roadLine(report: TestReport): string | undefined {
  if (report.road.length === 0) return undefined;
  return `**Road:** ${report.road.map(({ environment, state }) => `${plain(environment)} ${stations[state]}`.trim()).join(' → ')}`;
}

function linksLine(report: TestReport): string | undefined {
  const links = Object.entries(report.links).map(([text, url]) => link(text, url));
  return links.length > 0 ? links.join(' · ') : undefined;
}
