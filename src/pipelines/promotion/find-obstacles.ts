import type { Hotfix } from '../../domain/promotion/hotfix.ts';
import type { HotfixObstacle, Obstacle } from '../../domain/promotion/obstacles.ts';
import { markOverwritten } from '../../domain/promotion/overwrite.ts';
import type { Overwrites, Promotions } from '../../ports/records.ts';
import type { Run } from '../../ports/run.ts';
import { type BackPortPorts, ensureBackPort } from './back-port.ts';
import { type EditedManifestsPorts, findEditedManifests } from './find-edited-manifests.ts';
import { findHotfix, type HotfixFound, type HotfixPorts } from './find-hotfix.ts';
import type { Leg } from './find-leg.ts';

export type ObstaclePorts = HotfixPorts &
  BackPortPorts &
  EditedManifestsPorts & { readonly promotions: Promotions; readonly overwrites: Overwrites };

export interface Looked {
  readonly obstacles: readonly Obstacle[];
  /** What lies on the target and is not in the release, where nobody can say whose change that is. */
  readonly unrelated: Extract<HotfixFound, { kind: 'unrelated' }>['files'];
}

/** What is in the way of a release on its way into an environment. A hotfix that it lacks is brought to the first environment. */
export async function findObstacles(ports: ObstaclePorts, run: Run, leg: Leg): Promise<Looked> {
  const { repository, environment } = leg.target;
  const remembered = await ports.promotions.find(repository, environment);
  const found = await findHotfix(ports, leg, remembered?.contained);
  if (found.kind === 'contained')
    await ports.promotions.save(repository, { ...remembered, environment, contained: found.contained });
  const hotfix = found.kind === 'hotfix' ? await hotfixObstacle(ports, run, leg, found.hotfix) : [];
  const edited = await findEditedManifests(ports, leg);
  const obstacles = [...hotfix, ...(edited ? [edited] : [])];
  const overwrites = obstacles.length > 0 ? await ports.overwrites.list(repository, environment) : [];
  return {
    obstacles: markOverwritten(obstacles, overwrites),
    unrelated: found.kind === 'unrelated' ? found.files : [],
  };
}

async function hotfixObstacle(
  ports: ObstaclePorts,
  run: Run,
  { target, source }: Leg,
  hotfix: Hotfix,
): Promise<HotfixObstacle[]> {
  const [beginning] = target.configuration.environments;
  if (!beginning) return [];
  const first = { environment: beginning.name, branch: beginning.branch };
  const { repository, environment, guards } = target;
  const { name } = guards;
  const backPort = await ensureBackPort(ports, run, { repository, name, environment, first, ...hotfix });
  return [{ kind: 'hotfix', from: source, first, hotfix, backPort: backPort ?? { kind: 'unreadable' } }];
}
