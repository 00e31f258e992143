import type { DiffCommand } from '../../domain/commands/specs/diff.ts';
import { promotionBranch } from '../../domain/names.ts';
import { stationBefore } from '../../domain/promotion/stations.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import type { TestResult } from '../../domain/test-result.ts';
import type { Answer } from '../../domain/texts/commands/answer.ts';
import { diffAnswer, nothingNewAnswer } from '../../domain/texts/commands/diff.ts';
import { unknownEnvironmentAnswer } from '../../domain/texts/commands/permission.ts';
import type { RunCommand } from '../../domain/work.ts';
import type { PullRequestRecords, Roads, TestResults } from '../../ports/records.ts';
import { carriedCommits } from '../promotion/carried-commits.ts';
import { treeAt } from '../promotion/find-edited-manifests.ts';
import { findLeg, type Leg, type LegPorts } from '../promotion/find-leg.ts';
import { listBefore } from '../promotion/off-road.ts';
import { planPromotion } from '../promotion/plan-promotion.ts';
import { stationsOf } from './find-station.ts';

export interface DiffPorts extends LegPorts {
  readonly roads: Roads;
  readonly records: PullRequestRecords;
  readonly results: TestResults;
}

/** Says what the newest release of the environment before would change in an environment. Throws a PersonError for mistakes in its manifests. */
export async function showDiff(
  ports: DiffPorts,
  { repository }: RunCommand,
  { environment }: DiffCommand,
): Promise<Answer> {
  const stations = await stationsOf(ports.roads, repository);
  const station = stations.find((each) => each.environment === environment);
  if (!station)
    return unknownEnvironmentAnswer(
      environment,
      stations.map((each) => each.environment),
    );
  const leg = await legInto(ports, repository, station.branch);
  const now = leg?.deployed.target[0];
  if (!leg || now?.release.commit === leg.from.release.commit) return nothingNewAnswer(environment, now);
  const before = await resultOf(ports, repository, now?.testResult);
  return diffAnswer({
    ...{ environment, from: leg.source, before: now?.release, after: leg.from.release },
    ...(await carriedCommits(ports.git, repository, leg.promoted?.release.commit, leg.from.release.commit)),
    ...{ manifests: await manifestChanges(ports, leg), labels: leg.target.guards.metrics },
    parameters: { before: before?.parameters, after: leg.runs.notebook.parameters },
    metrics: { before: before?.metrics, after: (await promisedResult(ports, leg))?.metrics },
  });
}

/** The newest leg into a branch; undefined where nothing leads there, or nothing is there to be promoted. */
async function legInto(
  ports: DiffPorts,
  repository: RepositoryRef,
  branch: string,
): Promise<Leg | undefined> {
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  if (head === undefined) return undefined;
  const at = { repository, branch, head };
  const leading = await ports.roads.into(repository, branch);
  const station = stationBefore(leading, await listBefore(ports, at));
  return station && findLeg(ports, station, at);
}

const mostOfPatch = 6000;

/** Of another repository the patch is left out: not everybody who reads this one may read that. */
async function manifestChanges({ git }: DiffPorts, leg: Leg) {
  const { served, location, deployed, target } = await planPromotion(git, leg);
  const { repository } = location;
  const edits = served.files.map((file) => ({ kind: 'write' as const, ...file }));
  const before = await treeAt(git, location, deployed.target[0]?.manifests?.commit);
  const after = await git.edit(repository, undefined, edits);
  const isOwn = formatRepository(repository) === formatRepository(target.repository);
  return {
    files: await git.changes(repository, before, after),
    patch: isOwn ? await git.patch(repository, before, after, mostOfPatch) : undefined,
  };
}

/** What the test of the open promotion found, where it carries this release. */
async function promisedResult(ports: DiffPorts, { target, from }: Leg): Promise<TestResult | undefined> {
  const { repository, environment } = target;
  const branch = promotionBranch(environment);
  const head = (await ports.git.heads(repository, [branch])).get(branch);
  const record = head && (await ports.records.find(repository, environment, head));
  if (!record || record.release !== from.release.commit) return undefined;
  return resultOf(ports, repository, record.testResult);
}

async function resultOf(
  { results }: DiffPorts,
  repository: RepositoryRef,
  id: string | undefined,
): Promise<TestResult | undefined> {
  return id === undefined ? undefined : results.get(repository, id);
}
