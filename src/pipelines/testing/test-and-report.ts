import { boundProfiles } from '../../domain/evidence/bound-profiles.ts';
import { evidenceHome } from '../../domain/evidence/evidence-home.ts';
import type { TestReport } from '../../domain/test-report.ts';
import type { Run } from '../../ports/run.ts';
import { notesOfLost } from '../evidence/is-there.ts';
import { type HomePorts, openHome } from '../evidence/open-home.ts';
import { compareNotebook } from '../reporting/compare-notebook.ts';
import {
  type ReportFrame,
  type ReportPorts,
  resultReport,
  runningDeployment,
} from '../reporting/make-report.ts';
import { checkData, type DataCheckPorts } from './check-data.ts';
import { type ComparisonPorts, compareOnSameData } from './compare-on-same-data.ts';
import { testSourceTree } from './test-source-tree.ts';
import type { Progress, TestSubject } from './test-subject.ts';

export type TestAndReportPorts = ComparisonPorts & DataCheckPorts & ReportPorts & HomePorts;

/** What is tested, and what is said of it while that is under way. */
export interface Reported {
  readonly frame: ReportFrame;
  readonly subject: TestSubject;
  readonly running: TestReport;
  readonly progress: Progress;
}

/**
 * Tests a source tree and its data for an environment, and compares what came out with what runs there now. Throws a PersonError for what keeps
 * the test from giving a result.
 */
export async function testAndReport(
  ports: TestAndReportPorts,
  run: Run,
  { frame, subject, running, progress }: Reported,
): Promise<TestReport> {
  const { repository, guards } = subject;
  const ofHome = await openHome(ports, repository, evidenceHome(repository, guards));
  const tested = await testSourceTree(ports, run, subject, progress);
  const { result } = tested;
  const current = await runningDeployment(ports, frame);
  const compared = { subject, result, baseline: running.baseline, current, progress };
  const baseline = await compareOnSameData(ports, run, compared);
  const checked = await checkData(ports, { run, subject, current, progress });
  const changes = await compareNotebook(ports, frame.repository, current, result);
  const notes = [...running.notes, ...ofHome, ...(await notesOfLost(ports.git, repository, current))];
  const report = resultReport(ports, frame, { ...running, notes, baseline, changes }, tested, checked);
  return { ...report, notes: [...notes, ...boundProfiles(report.data ?? []).cuts] };
}
