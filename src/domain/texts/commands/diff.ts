import { isDeepStrictEqual } from 'node:util';
import type { Json, MetricSettings } from '../../configuration/configuration.ts';
import type { FileChange } from '../../promotion/file-change.ts';
import type { Deployment, Release } from '../../release.ts';
import type { TestResult } from '../../test-result.ts';
import { fileList } from '../back-port.ts';
import { code, fold, paragraphs, plain, pre, table } from '../markdown.ts';
import { differenceText, metricText, short } from '../numbers.ts';
import { type CarriedCommit, commitList } from '../promotion.ts';
import type { Answer } from './answer.ts';

interface Pair<T> {
  /** Undefined where nothing runs there, or it is not known. */
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What a release would change in an environment. */
export interface Difference {
  readonly environment: string;
  /** The environment that the release comes from. */
  readonly from: string;
  /** What runs there. */
  readonly before: Release | undefined;
  readonly after: Release;
  readonly commits: readonly CarriedCommit[];
  /** How many commits there are beyond those. */
  readonly more: boolean;
  readonly manifests: { readonly files: readonly FileChange[]; readonly patch: string | undefined };
  readonly parameters: Pair<Readonly<Record<string, Json>>>;
  readonly metrics: Pair<TestResult['metrics']>;
  readonly labels: Readonly<Record<string, MetricSettings>>;
}

export function nothingNewAnswer(environment: string, now: Deployment | undefined): Answer {
  const runs = now ? `Release \`${short(now.release.commit)}\` runs there` : 'Nothing runs there';
  return {
    done: true,
    text: `Nothing would change in **${plain(environment)}**: ${runs}, and no newer release waits in the environment before.`,
  };
}

export function diffAnswer(difference: Difference): Answer {
  const { environment, from, before, after } = difference;
  return {
    done: true,
    text: paragraphs([
      `What release \`${short(after.commit)}\`, which runs in **${plain(from)}**, would change in **${plain(environment)}**, where ${before ? `release \`${short(before.commit)}\` runs` : 'nothing runs yet'}:`,
      `**Image** ${before ? `${code(before.image.digest)} → ` : ''}${before?.image.digest === after.image.digest ? 'the same' : code(after.image.digest)}`,
      paragraphs(['**Commits**', commitList(difference)]),
      paragraphs(['**Parameters**', parameterRows(difference)]),
      paragraphs(['**Metrics**', metricRows(difference)]),
      paragraphs(['**Manifests**', manifestList(difference)]),
    ]),
  };
}

const mostRows = 40;

function parameterRows({ parameters: { before = {}, after = {} } }: Difference): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(own(before, name), own(after, name)))
    .slice(0, mostRows);
  if (names.length === 0) return 'They stay as they are.';
  const rows = names.map((name) => [code(name), valueText(own(before, name)), valueText(own(after, name))]);
  return table(['Parameter', 'Now', 'Then'], rows, 'lll');
}

function valueText(value: Json | undefined): string {
  return value === undefined ? '–' : code(JSON.stringify(value), 80);
}

function metricRows({ metrics: { before, after }, labels, environment }: Difference): string {
  if (!after) return `Its promotion was not tested for **${plain(environment)}** yet.`;
  const rows = Object.entries(after)
    .slice(0, mostRows)
    .map(([metric, value]) => {
      const speech = own(labels, metric);
      const unit = speech?.unit && plain(speech.unit, 30);
      const old = own(before, metric);
      return [
        plain(speech?.label ?? metric, 80),
        metricText(old, unit),
        metricText(value, unit),
        differenceText(value, old, unit),
      ];
    });
  return rows.length === 0
    ? 'Its test measured none.'
    : table(['Metric', 'Now', 'Then', 'Difference'], rows, 'lrrr');
}

function manifestList({ manifests: { files, patch } }: Difference): string {
  if (files.length === 0) return 'They stay as they are.';
  return paragraphs([fileList(files), patch && fold('The change', pre(patch, 4000))]);
}

/** A metric may be named like a property that every object has. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
