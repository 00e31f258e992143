import { marker } from '../names.ts';
import type { TestReport } from '../test-report.ts';
import { approvalText } from './approvals.ts';
import { dataTable, missedData } from './data-table.ts';
import { failureCard, warningsFold } from './failure-card.ts';
import { heldMergeNote, withheldLine } from './holds.ts';
import { link, plain } from './markdown.ts';
import { gatesTable, otherMetrics } from './metrics-table.ts';
import { notebookChangesText } from './notebook-changes.ts';
import { short } from './numbers.ts';
import { overridesText } from './overrides.ts';
import { plotsText } from './plots.ts';
import { printedFold, slowestFold } from './printed.ts';
import { proposedLine } from './proposals.ts';
import { fitSections, type Section } from './sections.ts';
import { tablesText } from './shown-tables.ts';
import { testedFold } from './tested-parts.ts';
import { verdictLine, verdictSign } from './verdict-line.ts';

/** The sticky comment of a test: what a reviewer reads to decide. Markdown, hidden marker first; it fits into a comment. */
export function testComment(report: TestReport): string {
  return fitSections([
    { text: marker('test', report.environment) },
    { text: `### ${verdictSign(report)} ${plain(headline(report), 300)}` },
    { text: nextStep(report) },
    ...testSections(report),
  ]);
}

/** The summary of the check run: the same sections, without the comment's marker and heading. */
export function testSummary(report: TestReport): string {
  return fitSections([{ text: nextStep(report) }, ...testSections(report)]);
}

/** The verdict for somebody who sees nothing else: a problem's title does not say what can't go on for it. */
function headline(report: TestReport): string {
  const verdict = verdictLine(report);
  const isStuck = report.problem && !report.deployed;
  if (report.problem?.cancelled) return `${report.name}'s test for ${report.environment} was ${verdict}`;
  return isStuck ? `${report.name} can't go to ${report.environment}: ${verdict}` : verdict;
}

/** What was found, the most important first. */
export function testSections(report: TestReport): Section[] {
  const { problem, result, notes, reused, deployed } = report;
  const shown = result?.shown;
  return [
    { text: problem?.message },
    { text: approvalText(report) },
    { text: failureCard(result?.failure) },
    { text: missedData(report) },
    { text: gatesTable(report) },
    { text: overridesText(report) },
    { text: otherMetrics(report), name: 'metrics without a gate' },
    { text: dataTable(report) },
    { text: result && reused && !deployed && !report.proposed ? reusedLine : undefined },
    { text: notes.length > 0 ? notes.map((note) => `> ${note}`).join('\n>\n') : undefined },
    { text: plotsText(report), name: 'plots' },
    { text: shown && tablesText(shown), name: 'tables' },
    { text: notebookChangesText(report.changes), name: 'what changed in the notebook' },
    { text: shown && printedFold(shown), name: 'printed output' },
    { text: shown && slowestFold(shown), name: 'slowest cells' },
    { text: warningsFold(result?.warnings ?? []), name: 'warnings' },
    { text: result && testedFold(report, result), name: 'what exactly was tested' },
    { text: roadLine(report) },
    { text: linksLine(report) },
  ];
}

const reusedLine =
  'This was measured by an earlier run with the same image, test, parameters, data and limits; nothing was run again.';

/** The second line: what the reader can do now. */
function nextStep(report: TestReport): string | undefined {
  if (report.deployed) return deployedLine(report.deployed, report);
  if (report.problem) return undefined;
  if (report.proposed) return proposedLine(report.environment, report.proposed);
  switch (report.state) {
    case 'running':
      return 'The result will be shown here; the check shows how far the test is.';
    case 'passed':
      if (report.held && report.merged) return withheldLine(report.environment, report.held);
      if (report.held) return heldMergeNote(report.environment, report.held);
      return report.merged ? undefined : mergeLine(report);
    case 'failed':
      return report.merged ? 'Nothing was deployed. Merge a fix, or revert this commit.' : fixLine(report);
  }
}

function fixLine({ result }: TestReport): string {
  return result?.failure?.kind === 'killed'
    ? 'Nothing says that the model is at fault: run the check again before you change it.'
    : 'It should not be merged like this. Push a fix to this branch, and the test runs again by itself.';
}

function mergeLine({ environment, runsAgain, fork }: TestReport): string {
  const merging = `Merging this pull request puts it into **${plain(environment)}**`;
  if (fork)
    return `${merging}, once it has been built and tested there again: what a fork's run makes is not kept.`;
  return runsAgain
    ? `${merging}, once the test has passed there with its new limits, network or secrets.`
    : `${merging}. Nothing is built or run again for that.`;
}

function deployedLine(deployed: NonNullable<TestReport['deployed']>, report: TestReport): string {
  const what = `Release \`${short(deployed.release)}\` was put into **${plain(report.environment)}** by ${plain(deployed.by)}.`;
  return deployed.nothingServed ? `${what} Nothing is served: ${deployed.nothingServed}` : what;
}

const stations = { done: '✅', here: '⏳', failed: '❌', ahead: '' } as const;

function roadLine({ road }: TestReport): string | undefined {
  if (road.length === 0) return undefined;
  const stops = road.map(({ environment, state }) => `${plain(environment, 60)} ${stations[state]}`.trim());
  return `**Road:** ${[...stops.slice(0, 20), ...(stops.length > 20 ? ['…'] : [])].join(' → ')}`;
}

function linksLine({ links }: TestReport): string | undefined {
  const shown = Object.entries(links).map(([text, url]) => link(text, url));
  return shown.length > 0 ? shown.join(' · ') : undefined;
}
