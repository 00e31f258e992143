import { type Baseline, isComparable } from '../../domain/baseline.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { WhatGuards } from '../../domain/configuration/environment-plan.ts';
import type { CheckedDataset } from '../../domain/data-checks/data-found.ts';
import { dataPasses, judgeData } from '../../domain/data-checks/judge-data.ts';
import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import { gatesPass, judgeGates } from '../../domain/gates/judge-gates.ts';
import type { Override } from '../../domain/gates/override.ts';
import { overrideData, overrideGates } from '../../domain/gates/override-gates.ts';
import type { Deployment } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { reportPath } from '../../domain/run-files.ts';
import type { Problem, TestReport } from '../../domain/test-report.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { ForgeLinks } from '../../ports/forge.ts';
import type { Deployments, TestResults } from '../../ports/records.ts';
import type { Tested } from '../testing/test-source-tree.ts';
import { plotPairs } from './plot-pairs.ts';

export interface ReportPorts {
  readonly deployments: Deployments;
  readonly results: TestResults;
  readonly links: ForgeLinks;
}

/** What a report speaks of, whatever the verdict. */
export interface ReportFrame {
  readonly repository: RepositoryRef;
  readonly guards: WhatGuards;
  readonly configuration: Configuration;
  readonly sourceTree?: string | undefined;
  readonly base?: TestReport['base'];
  readonly merged?: TestReport['merged'];
  readonly notes: readonly string[];
  readonly runsAgain?: TestReport['runsAgain'];
  readonly fork?: TestReport['fork'];
  /** Gates that people let it pass. */
  readonly overrides?: readonly Override[] | undefined;
  readonly held?: TestReport['held'];
}

/** A report while the test is under way, and the frame of the others: with the road and what runs there now. */
export async function runningReport(ports: ReportPorts, frame: ReportFrame): Promise<TestReport> {
  const { guards, notes, base, merged, runsAgain, fork, held } = frame;
  return {
    name: guards.name,
    environment: guards.environment,
    state: 'running',
    phase: 'preparing',
    gates: [],
    metrics: guards.metrics,
    baseline: await baselineOf(ports, frame),
    reused: false,
    notes,
    base,
    merged,
    runsAgain,
    fork,
    held,
    road: await roadOf(ports, frame),
    links: {},
  };
}

/** The report of a problem that kept the test from giving a result. */
export function problemReport(running: TestReport, problem: Problem): TestReport {
  return { ...settle(running, 'failed'), problem };
}

/** The report of a result: its gates and its data are judged here, by the guards that hold now. */
export function resultReport(
  ports: ReportPorts,
  frame: ReportFrame,
  running: TestReport,
  { result, reused }: Tested,
  checked: readonly CheckedDataset[],
): TestReport {
  const { baseline } = running;
  const { gates: conditions, metrics } = frame.guards;
  const judged = judgeGates(conditions, result.metrics, {
    metrics,
    baseline: baseline && { ...baseline, sameData: isComparable(baseline, result) },
  });
  const { overrides = [] } = frame;
  const gates = overrideGates(judged, overrides);
  const data = overrideData(judgeData(frame.guards.dataChecks, checked), overrides);
  const passes = result.failure === undefined && gatesPass(gates) && dataPasses(data);
  const state = passes ? 'passed' : 'failed';
  return {
    ...settle(running, state),
    gates,
    data,
    result,
    reused,
    plots: plotPairs(ports.links, frame.repository, result.committed, { result, baseline }),
    links: linksOf(ports.links, frame.repository, result.committed, result),
  };
}

function settle(running: TestReport, state: 'passed' | 'failed'): TestReport {
  const road = running.road.map((stop) =>
    stop.state === 'here' && state === 'failed' ? { ...stop, state: 'failed' as const } : stop,
  );
  return { ...running, state, phase: undefined, road };
}

/** Links to the files of a test, where they are committed. A run that ended before papermill began left no notebook. */
export function linksOf(
  links: ForgeLinks,
  repository: RepositoryRef,
  at: KeptFiles,
  {
    cells,
    command,
    shown,
    training,
    failure,
  }: Pick<TestResult, 'cells' | 'command' | 'shown' | 'training' | 'failure'>,
): Record<string, string> {
  const place = repositoryOf(repository, at);
  const file = (path: string) => links.file(place, at.commit, `${at.path}/${path}`);
  return {
    ...(shown ? { 'Full report': file(reportPath) } : {}),
    ...(cells.total > 0 ? { 'Executed notebook': file('notebook.ipynb') } : {}),
    ...(training && training.cells.total > 0
      ? { 'Executed training notebook': file('training/notebook.ipynb') }
      : {}),
    ...(failure?.part ? { 'Training log': file('training/logs/notebook.log') } : logLink(file, command)),
    'All files and logs': links.folder(place, at.commit, at.path),
  };
}

function logLink(file: (path: string) => string, command: TestResult['command']): Record<string, string> {
  return command
    ? { 'Log of the command': file('logs/command.log') }
    : { 'Notebook log': file('logs/notebook.log') };
}

/** What the environment runs now, beside what the report is about. */
export async function runningDeployment(
  { deployments }: ReportPorts,
  { repository, guards, merged, base }: ReportFrame,
): Promise<Deployment | undefined> {
  const newest = await deployments.list(repository, guards.environment, 2);
  // A merge whose run goes on after a crash may be deployed already: it is not compared with itself.
  return newest.find(({ head }) => !merged || head !== base?.commit);
}

async function baselineOf(ports: ReportPorts, frame: ReportFrame): Promise<Baseline | undefined> {
  const current = await runningDeployment(ports, frame);
  const result = current && (await ports.results.get(frame.repository, current.testResult));
  if (!current || !result) return undefined;
  const { metrics, datasets, shown } = result;
  const { release, at: deployedAt, evidence: files } = current;
  return { release: release.commit, deployedAt, metrics, datasets, shown, files };
}

/** Where the source tree is on its way: an environment that runs it is done. */
async function roadOf(
  ports: ReportPorts,
  { repository, guards, configuration, sourceTree }: ReportFrame,
): Promise<TestReport['road']> {
  return Promise.all(
    configuration.environments.map(async ({ name }) => {
      if (name === guards.environment) return { environment: name, state: 'here' as const };
      const current = sourceTree && (await ports.deployments.current(repository, name));
      return {
        environment: name,
        state: current && current.release.sourceTree === sourceTree ? ('done' as const) : ('ahead' as const),
      };
    }),
  );
}
