import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type WhatRuns, whatGuards, whatRuns } from '../../domain/configuration/environment-plan.ts';
import { type EvidenceHome, evidenceHome } from '../../domain/evidence/evidence-home.ts';
import { type GitOpsLocation, gitOpsLocation } from '../../domain/gitops-location.ts';
import { refusedKinds } from '../../domain/manifests/refused-kinds.ts';
import { notebookObstacle } from '../../domain/notebook/notebook-file.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Allowances } from '../../domain/policy/allowances.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Problem } from '../../domain/test-report.ts';
import { notebookProblemText } from '../../domain/texts/notebook-problem.ts';
import {
  configurationText,
  conflictText,
  manifestMistakesText,
  missingFilesText,
  removedConfigurationText,
  removedEnvironmentText,
} from '../../domain/texts/problems.ts';
import { unrelatedText } from '../../domain/texts/pushed-over.ts';
import type { Git } from '../../ports/git.ts';
import {
  type ConfigurationAt,
  type ConfigurationPorts,
  readConfiguration,
  sourceTreeOf,
} from '../configuration/read-configuration.ts';
import { templatesIn } from '../manifests/templates-in.ts';
import { lookAtTree, type TreeParts } from './look-at-tree.ts';
import type { Guarding, Tips } from './plan-guarding.ts';
import {
  notesOfBranches,
  notesOfHome,
  notesOfLocation,
  notesOfRules,
  runsOtherwise,
} from './what-changes.ts';

export interface PlanPorts extends ConfigurationPorts {
  readonly git: Git;
}

export interface TestPlan {
  readonly sourceTree: string;
  readonly runs: WhatRuns;
  readonly parts: TreeParts;
  /** Where the manifests go once this tree is on the environment's branch. */
  readonly location: GitOpsLocation;
  /** Where the evidence goes then. */
  readonly home: EvidenceHome;
  readonly notes: readonly string[];
  /** Whether the notebook runs again at the merge, since what it runs with changes by it. */
  readonly runsAgain: boolean;
}

/** What would run if the pull request were merged, or the first thing that is in the way of it. */
export async function planTest(
  ports: PlanPorts,
  repository: RepositoryRef,
  tips: Tips,
  guarding: Guarding,
): Promise<TestPlan | Problem> {
  const merge = await ports.git.merge(repository, tips.base, tips.head);
  if (merge.kind === 'unrelated') return unrelatedText(tips.baseBranch);
  if (merge.kind === 'conflict') return conflictText(tips.baseBranch, merge.files);
  return planMerged(ports, repository, { tree: merge.tree, base: tips.base }, guarding);
}

/** The same for the tree that a merge gives. */
export async function planMerged(
  ports: PlanPorts,
  repository: RepositoryRef,
  { tree, base }: { readonly tree: string; readonly base: string },
  guarding: Guarding,
): Promise<TestPlan | Problem> {
  const { environment } = guarding.guards;
  const planned = await planTree(ports, repository, tree, environment, 'that the merge would give');
  if ('title' in planned) return planned;
  const { configuration, location, home } = planned;
  const notes = [
    ...notesOfRules(guarding, configuration),
    ...notesOfLocation(repository, guarding, location),
    ...notesOfHome(repository, guarding, home),
    ...(await notesOfBranches(ports.git, repository, configuration, base)),
  ];
  return { ...planned, notes, runsAgain: runsOtherwise(guarding, configuration) };
}

export type PlannedTree = Omit<TestPlan, 'notes' | 'runsAgain'> & { readonly configuration: Configuration };

/** What runs of a tree in an environment, or the first thing that is in the way of it. `where` names the tree for people. */
export async function planTree(
  ports: PlanPorts,
  repository: RepositoryRef,
  tree: string,
  environment: string,
  where: string,
): Promise<PlannedTree | Problem> {
  const found = await readConfiguration(ports, repository, tree);
  const problem = problemOf(found, where);
  if (problem || found.kind !== 'ok') return problem ?? removedConfigurationText();
  const { configuration } = found;
  const runs = whatRuns(configuration, environment);
  const guards = whatGuards(configuration, environment);
  if (!runs || !guards) return removedEnvironmentText(environment);
  const sourceTree = await sourceTreeOf(ports.git, repository, tree, configuration);
  const looked = await lookAtTree(ports.git, repository, sourceTree, runs);
  if (looked.kind === 'missing') return missingFilesText(looked.missing);
  for (const path of notebooksOf(runs)) {
    const problem = await notebookProblem(ports.git, repository, sourceTree, path);
    if (problem) return problem;
  }
  const refused = await kindsRefused(ports.git, repository, sourceTree, runs, configuration.allowances);
  const location = gitOpsLocation(repository, runs, guards);
  const home = evidenceHome(repository, guards);
  return refused ?? { configuration, sourceTree, runs, parts: looked.parts, location, home };
}

function notebooksOf({ training, notebook: { program } }: WhatRuns): string[] {
  return [...(training ? [training.path] : []), ...(program.kind === 'notebook' ? [program.path] : [])];
}

/** A notebook that can't be run in any image is told before one is built. */
async function notebookProblem(
  git: Git,
  repository: RepositoryRef,
  sourceTree: string,
  path: string,
): Promise<Problem | undefined> {
  try {
    const content = await git.read(repository, sourceTree, path);
    const obstacle = content && notebookObstacle(content.toString());
    return obstacle ? notebookProblemText(path, obstacle) : undefined;
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return { title: error.title, message: error.message };
  }
}

/** All else in templates is judged when they are rendered; what the operator does not allow is not even built. */
async function kindsRefused(
  git: Git,
  repository: RepositoryRef,
  sourceTree: string,
  { templates, serve }: WhatRuns,
  allowances: Allowances,
): Promise<Problem | undefined> {
  if (templates === undefined || serve.kind === 'nothing') return undefined;
  const mistakes = refusedKinds(await templatesIn(git, repository, sourceTree, templates), allowances);
  return mistakes.length > 0 ? manifestMistakesText(mistakes) : undefined;
}

function problemOf(found: ConfigurationAt, where: string): Problem | undefined {
  if (found.kind === 'none') return removedConfigurationText();
  return found.kind === 'mistakes' ? configurationText(found.mistakes, where) : undefined;
}
