import { conditionText, percentText } from '../data-checks/data-check.ts';
import type { Found } from '../data-checks/data-found.ts';
import type { JudgedCheck, JudgedDataset } from '../data-checks/judge-data.ts';
import type { TestReport } from '../test-report.ts';
import { fold, list, paragraphs, plain, table } from './markdown.ts';
import { counted, mebibytes, numberText, short, timeText } from './numbers.ts';

const mostRows = 40;
/** Up to so many checks are all shown; of more, those that hold are folded. */
const fewChecks = 3;

const signs = {
  passed: '✅ holds',
  failed: '❌ fails',
  warned: '⚠️ warns',
  overridden: '🔓 overridden',
} as const;
const ranks = { failed: 3, overridden: 2, warned: 1, passed: 0 } as const;

interface Row extends JudgedCheck {
  readonly dataset: string;
}

/** The data checks, failed ones first; before them, which data could not be checked at all. */
export function dataTable(report: TestReport): string | undefined {
  const { data = [] } = report;
  const rows = rowsOf(data);
  const sorted = rows.toSorted((a, b) => ranks[b.verdict] - ranks[a.verdict]);
  const isFolded = ({ verdict }: Row) => rows.length > fewChecks && verdict === 'passed';
  const held = sorted.filter(isFolded);
  const shown = sorted.filter((row) => !isFolded(row));
  return (
    paragraphs([
      ...data.map(unchecked),
      withDrift(report, shown),
      held.length > 0 && fold(heldText(held.length), withDrift(report, held) ?? ''),
    ]) || undefined
  );
}

function heldText(count: number): string {
  return `✅ ${counted(count, 'data check')} ${count === 1 ? 'holds' : 'hold'}`;
}

function withDrift(report: TestReport, rows: readonly Row[]): string | undefined {
  return paragraphs([tableOf(rows), driftLine(report, rows)]) || undefined;
}

/** The data that a drift is measured against. */
function driftLine({ baseline }: TestReport, rows: readonly Row[]): string | undefined {
  const isMeasured = rows.some(({ check, found }) => check.kind === 'drift' && found?.value !== undefined);
  if (!baseline || !isMeasured) return undefined;
  const since = `released on ${baseline.deployedAt.slice(0, 10)}`;
  return `Drift is the population stability index against the data of release \`${short(baseline.release)}\`, ${since}.`;
}

function tableOf(rows: readonly Row[]): string | undefined {
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, mostRows).map(cells);
  const rest = rows.slice(mostRows);
  const failed = rest.filter(({ verdict }) => verdict === 'failed').length;
  const more = `… and ${rest.length} more${failed > 0 ? `, ${failed} of which fail` : ''}.`;
  return paragraphs([table(['Data', 'Must be', 'Found', ''], shown, 'llll'), rest.length > 0 && more]);
}

function cells(row: Row): string[] {
  const { check, found, verdict } = row;
  return [
    nameOf(row),
    plain(conditionText(check), 120),
    found ? foundText(check, found) : '–',
    signs[verdict],
  ];
}

/** `customers · age` */
function nameOf({ dataset, check }: Row): string {
  const names = 'columns' in check ? check.columns : 'column' in check ? [check.column] : [];
  const of = [dataset, ...names.slice(0, 5), ...(names.length > 5 ? ['…'] : [])];
  return of.map((name) => plain(name, 60)).join(' · ');
}

/** What fails, in words: it stands above all tables, since people look for it first. */
export function missedData({ data = [] }: TestReport): string | undefined {
  const missed = rowsOf(data).filter(({ verdict }) => verdict === 'failed');
  if (missed.length === 0) return undefined;
  const lines = missed.map((row) => {
    const { check, found } = row;
    return `**${nameOf(row)}**: ${found ? foundText(check, found) : '–'}; must be: ${plain(conditionText(check), 120)}`;
  });
  return list(lines, (more) => `… and ${more} more`, 3);
}

function rowsOf(data: readonly JudgedDataset[]): readonly Row[] {
  return data.flatMap(({ dataset, outcome, checks }) =>
    outcome.kind === 'checked' ? checks.map((check) => ({ dataset, ...check })) : [],
  );
}

function foundText(check: JudgedCheck['check'], { why, value, misses = 0, low, high }: Found): string {
  if (why !== undefined) return reasons[why];
  if (check.kind === 'column') return 'there';
  if (check.kind === 'rows') return `${numberText(value ?? 0)} rows`;
  if (check.kind === 'nulls') return `${percentText(value ?? 0)} missing`;
  if (check.kind === 'drift') return numberText(Number((value ?? 0).toPrecision(3)));
  const ends = low === undefined || high === undefined ? '' : `${numberText(low)} … ${numberText(high)}`;
  if (misses === 0) return ends || 'all';
  const are = check.kind === 'unique' ? 'repeated' : 'not so';
  return `${numberText(misses)} ${misses === 1 ? 'row' : 'rows'} ${are}${ends && ` (${ends})`}`;
}

const reasons = {
  missing: 'the column is missing',
  'no-baseline': 'no released profile to compare with yet',
  'other-kind': 'the released data has values of another type there',
  'no-rows': 'there are no rows',
} as const;

/** What kept a dataset from being checked, and what to do. */
function unchecked({ dataset, outcome }: JudgedDataset): string | undefined {
  const name = `**The dataset ${plain(dataset)} was not checked`;
  switch (outcome.kind) {
    case 'checked':
      return undefined;
    case 'not-declared':
      return `${name}: it is not among \`datasets\` here.** \`data_checks\` asks for it. Declare it again, or remove its checks on the environment's branch.`;
    case 'unreadable':
      return `${name}: it can't be read as CSV or Parquet.** The reader said: ${plain(outcome.why, 300)}. Write it as CSV in UTF-8 with a header, or as Parquet.`;
    case 'out-of-memory':
      return `${name}: it does not fit into ${mebibytes(outcome.memoryBytes)} of memory.** Raise \`notebook.resources.memory\`, or check fewer columns.`;
    case 'timed-out':
      return `${name}: that took more than ${timeText(outcome.seconds)}.** Raise \`notebook.resources.cpu\`, or write it as Parquet.`;
    case 'broken':
      return `${name}: the checker broke.** The end of what it said: ${plain(outcome.log.slice(-300), 300)} Run this check again; if it happens again, tell whoever runs Tailrace.`;
  }
}
