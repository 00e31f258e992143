import { originOf } from '../dataset.ts';
import type { TestReport } from '../test-report.ts';
import type { TestResult } from '../test-result.ts';
import { code, fold, plain, table } from './markdown.ts';
import { durationText, mebibytes, short } from './numbers.ts';

const mostDatasets = 20;
const mostSources = 10;
const mostNamed = 10;

type Measured = Omit<TestResult, 'files' | 'committed'>;
type Row = readonly [name: string, value: string | undefined];

/** What exactly was tested, with what, folded. */
export function testedFold(report: Pick<TestReport, 'base'>, result: Measured): string {
  return fold('What exactly was tested', testedParts(report, result));
}

export function testedParts({ base }: Pick<TestReport, 'base'>, result: Measured): string {
  const { parameters, sourceTree, image } = result;
  const rows: Row[] = [
    ranRow(result),
    trainedRow(result),
    ['Memory', memoryOf(result)],
    ['Parameters', Object.keys(parameters).length === 0 ? 'none' : code(JSON.stringify(parameters), 1000)],
    ...datasetRows(result),
    ['Metrics', metricsFrom(result)],
    ['Source tree', `\`${sourceTree}\``],
    ['Image', image ? `\`${image.repository}@${image.digest}\`` : notPushed(result)],
    ['Tested on', base && `${code(base.branch)} at \`${short(base.commit)}\``],
    ['Versions', versionsOf(result)],
  ];
  const told = rows.flatMap(([name, value]) => (value ? [[name, value]] : []));
  return table(['', ''], told, 'll');
}

function notPushed({ failure }: Measured): string {
  return failure ? 'not pushed, since the test failed' : 'not kept';
}

function ranRow({ cells, command, startedAt, finishedAt }: Measured): Row {
  const time = durationText(startedAt, finishedAt);
  return command
    ? [
        'Command',
        `${code(command.words.join(' '), 400)} ended with exit code ${command.exitCode}, in ${time}`,
      ]
    : ['Cells', `${cells.executed} of ${cells.total} ran, in ${time}`];
}

function trainedRow({ training }: Measured): Row {
  const made = training?.artifacts.slice(0, mostNamed).map(({ path }) => code(path, 100)) ?? [];
  const more = (training?.artifacts.length ?? 0) > mostNamed ? ', …' : '';
  return [
    'Training',
    training &&
      `${training.cells.executed} of ${training.cells.total} cells ran, in ${durationText(training.startedAt, training.finishedAt)}${made.length > 0 ? `; the image holds its ${made.join(', ')}${more}` : ''}`,
  ];
}

function datasetRows({ datasets }: Measured): Row[] {
  const more = datasets.length - mostDatasets;
  return [
    ...datasets
      .slice(0, mostDatasets)
      .map(
        (dataset): Row => [
          `Dataset ${plain(dataset.name)}`,
          `${code(originOf(dataset))} · SHA-256 \`${dataset.sha256.slice(0, 12)}…\``,
        ],
      ),
    ...(more > 0 ? [['More datasets', `${more}: see \`record.json\``] as const] : []),
  ];
}

function memoryOf({ peakBytes }: Measured): string | undefined {
  return peakBytes === undefined ? undefined : `${mebibytes(peakBytes)} at most, by a look each second`;
}

/** Where the metrics were found; of many, some are named. */
function metricsFrom({ metricSources = {} }: Measured): string | undefined {
  const names = Map.groupBy(Object.keys(metricSources), (name) => metricSources[name] ?? '');
  const told = [...names].slice(0, mostSources).map(([source, found]) => {
    const shown = found.slice(0, mostNamed).map((name) => plain(name, 60));
    return `${plain(source, 40)}: ${[...shown, ...(found.length > mostNamed ? ['…'] : [])].join(', ')}`;
  });
  return [...told, ...(names.size > mostSources ? ['…'] : [])].join(' · ') || undefined;
}

function versionsOf({ versions }: Measured): string {
  return Object.entries(versions)
    .flatMap(([name, version]) => (version ? [`${name} ${plain(version, 60)}`] : []))
    .join(', ');
}
