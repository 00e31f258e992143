import { experimentFolder, marker } from '../domain/names.ts';
import { PersonError } from '../domain/person-error.ts';
import { knownParameters } from '../domain/runs/unknown-parameters.ts';
import type { Problem } from '../domain/test-report.ts';
import {
  experimentComment,
  experimentMoved,
  experimentProblem,
  experimentRunning,
  unknownParametersText,
} from '../domain/texts/experiment.ts';
import type { RunExperiment } from '../domain/work.ts';
import type { Comments } from '../ports/forge.ts';
import type { PullRequestRecords } from '../ports/records.ts';
import type { Run } from '../ports/run.ts';
import { linksOf, type ReportPorts } from './reporting/make-report.ts';
import { plotPairs } from './reporting/plot-pairs.ts';
import { type Pin, type PinPorts, pinPullRequest, pinSchema } from './testing/pin-pull-request.ts';
import { type Guarding, planGuarding } from './testing/plan-guarding.ts';
import { type PlanPorts, planTest, type TestPlan } from './testing/plan-test.ts';
import { approvalOf, type RefusalPorts, refusePullRequest } from './testing/refuse-pull-request.ts';
import { type TestPorts, testSourceTree } from './testing/test-source-tree.ts';
import type { Progress, TestSubject } from './testing/test-subject.ts';

export type ExperimentPorts = TestPorts &
  PlanPorts &
  PinPorts &
  RefusalPorts &
  ReportPorts & { readonly comments: Comments; readonly records: PullRequestRecords };

/** Tests what merging a pull request would give with other parameters, and says what comes out in a comment: no check, no evidence, no record of the head. */
export async function runExperiment(ports: ExperimentPorts, work: RunExperiment, run: Run): Promise<void> {
  const { repository, head, base } = work;
  const pin = await run.step('pin', pinSchema, () => pinPullRequest(ports, work));
  if (!pin.open || pin.head !== head || pin.baseBranch !== base)
    return say(ports, work, experimentMoved(work));
  await ports.git.heads(repository, [base]);
  await ports.git.fetch(repository, [pin.base, head]);
  const guarding = await planGuarding(ports, repository, pin);
  if (!guarding) return say(ports, work, experimentMoved(work));
  if ('title' in guarding) return say(ports, work, experimentProblem(work, guarding));
  const plan = await planExperiment(ports, work, pin, guarding);
  if ('title' in plan) return say(ports, work, experimentProblem(work, plan));
  await experiment(ports, run, work, { pin, guarding, plan });
}

/** What runs, or why it does not. */
async function planExperiment(
  ports: ExperimentPorts,
  { repository, number, parameters }: RunExperiment,
  pin: Pin,
  guarding: Guarding,
): Promise<TestPlan | Problem> {
  const record = await ports.records.find(repository, guarding.guards.environment, pin.head);
  const approved = await approvalOf(ports, repository, number, pin);
  const refused = await refusePullRequest(ports, repository, { pin, guarding, record, approved });
  const plan = refused ?? (await planTest(ports, repository, pin, guarding));
  if ('title' in plan) return plan;
  const { program, parameters: own } = plan.runs.notebook;
  const content =
    program.kind === 'notebook' ? await ports.git.read(repository, plan.sourceTree, program.path) : undefined;
  const known = knownParameters(program, own, content?.toString());
  return unknownParametersText(Object.keys(parameters), known) ?? plan;
}

interface Planned {
  readonly pin: Pin;
  readonly guarding: Guarding;
  readonly plan: TestPlan;
}

async function experiment(
  ports: ExperimentPorts,
  run: Run,
  work: RunExperiment,
  planned: Planned,
): Promise<void> {
  const subject = subjectOf(work, planned);
  const { repository, environment, guards } = subject;
  try {
    const { result } = await testSourceTree(ports, run, subject, progressOf(ports, work, run));
    const record = await ports.records.find(repository, environment, work.head);
    const own = record?.testResult ? await ports.results.get(repository, record.testResult) : undefined;
    const { committed } = result;
    run.signal.throwIfAborted();
    const plots = plotPairs(ports.links, repository, committed, { result, baseline: undefined });
    const links = linksOf(ports.links, repository, committed, result);
    const report = { environment, result, own, metrics: guards.metrics, plots, links };
    await say(ports, work, experimentComment(work, report));
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    await say(ports, work, experimentProblem(work, error));
  }
}

function subjectOf(work: RunExperiment, { pin, guarding: { guards }, plan }: Planned): TestSubject {
  const { repository, number, head, id, parameters } = work;
  const { environment } = guards;
  const { notebook } = plan.runs;
  const runs = {
    ...plan.runs,
    notebook: { ...notebook, parameters: { ...notebook.parameters, ...parameters } },
  };
  const folder = experimentFolder(number, head, environment, id);
  return {
    ...{ ...plan, runs, repository, environment, guards, folder },
    ...{ again: true, fork: pin.fork, experiment: true },
  };
}

function progressOf(ports: ExperimentPorts, work: RunExperiment, { signal }: Run): Progress {
  return {
    phase: async (text) => {
      signal.throwIfAborted();
      await say(ports, work, experimentRunning(work, text));
    },
    cells: () => undefined,
    settle: async () => undefined,
  };
}

async function say(
  { comments }: Pick<ExperimentPorts, 'comments'>,
  { repository, number, id }: RunExperiment,
  body: string,
): Promise<void> {
  await comments.ensureComment(repository, number, marker('experiment', id), body);
}
