import { whatRuns } from '../../domain/configuration/environment-plan.ts';
import { type GitOpsLocation, isSameLocation, liesOnBranch } from '../../domain/gitops-location.ts';
import { objectsIn } from '../../domain/manifests/objects-in.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { EditedManifests } from '../../domain/promotion/obstacles.ts';
import { formatRepository } from '../../domain/repository-ref.ts';
import type { Git } from '../../ports/git.ts';
import type { Releases } from '../../ports/records.ts';
import { type ConfigurationPorts, sourceTreeAt } from '../configuration/read-configuration.ts';
import { headOfLocation } from '../manifests/head-of-location.ts';
import { type PlannedManifests, planManifests } from '../manifests/plan-manifests.ts';
import type { Leg } from './find-leg.ts';

export type EditedManifestsPorts = ConfigurationPorts & { readonly git: Git; readonly releases: Releases };

/** What people changed in an environment's manifests since Tailrace wrote them; undefined where they are as they were written. */
export async function findEditedManifests(
  ports: EditedManifestsPorts,
  leg: Leg,
): Promise<EditedManifests | undefined> {
  const { location, deployed } = leg;
  const [newest] = deployed.target;
  // Where manifests go elsewhere from now on, those at the old place are not touched.
  if (!newest || (newest.manifests && !isSameLocation(newest.manifests, location))) return undefined;
  const written = newest.manifests?.commit;
  const head = await headOf(ports.git, leg);
  if (!head) return undefined;
  // Where what was written is forgotten, there is nothing to compare with.
  if (written && !(await ports.git.fetchIfThere(location.repository, [written])).has(written))
    return undefined;
  const [before, tree] = [
    await treeAt(ports.git, location, written),
    await treeAt(ports.git, location, head),
  ];
  if (before === tree || (await cameByMerge(ports, leg, tree))) return undefined;
  return {
    kind: 'manifests',
    ...location,
    written,
    tree,
    ...(await differences(ports.git, leg, before, tree)),
  };
}

/** Where they can't be reached nothing is found: that is told where they are to be written. */
async function headOf(git: Git, { location, target }: Leg): Promise<string | undefined> {
  if (liesOnBranch(location, target.repository, target.branch)) return target.head;
  return headOfLocation(git, location).catch(onlyPersonError);
}

/** The tree of a GitOps location at a commit of its branch, an empty one where nothing lies there. */
export async function treeAt(
  git: Git,
  { repository, folder }: GitOpsLocation,
  commit: string | undefined,
): Promise<string> {
  const tree = commit && (await git.folder(repository, commit, folder));
  return tree || git.edit(repository, undefined, []);
}

/** A promotion that was merged brought its manifests, also where it was not deployed. */
async function cameByMerge(ports: EditedManifestsPorts, leg: Leg, tree: string): Promise<boolean> {
  const { target, location, folders } = leg;
  const { repository, environment, guards, configuration } = target;
  const sourceTree = await sourceTreeAt(ports, repository, target.head, folders);
  const release = await ports.releases.findBySourceTree(repository, sourceTree, environment);
  const runs = whatRuns(configuration, environment);
  if (!release || !runs) return false;
  const subject = { repository, environment, guards, runs, release, location };
  const planned: PlannedManifests | undefined = await planManifests(ports.git, subject).catch(
    onlyPersonError,
  );
  const files = planned?.files.map((file) => ({ kind: 'write' as const, ...file }));
  return files !== undefined && tree === (await ports.git.edit(location.repository, undefined, files));
}

function onlyPersonError(error: unknown): undefined {
  if (!(error instanceof PersonError)) throw error;
}

const mostFiles = 50;
const mostOfPatch = 6000;

/** Of another repository the patch is left out: not everybody who reads this one may read that. */
async function differences(
  git: Git,
  { location, target }: Leg,
  before: string,
  tree: string,
): Promise<Pick<EditedManifests, 'files' | 'patch'>> {
  const { repository } = location;
  const changes = (await git.changes(repository, before, tree)).slice(0, mostFiles);
  const files = await Promise.all(
    changes.map(async (change) => {
      const content = await git.read(repository, change.change === 'removed' ? before : tree, change.path);
      return {
        ...change,
        objects: objectsIn(content?.toString() ?? '').map(({ kind, name }) => `${kind} ${name}`),
      };
    }),
  );
  const isOwn = formatRepository(repository) === formatRepository(target.repository);
  return { files, ...(isOwn && { patch: await git.patch(repository, before, tree, mostOfPatch) }) };
}
