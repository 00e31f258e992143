import { z } from 'zod';
import {
  type ClusterObjects,
  deploymentSchema,
  eventSchema,
  type LogTail,
  type PodSeen,
  podSchema,
  replicaSetSchema,
} from '../../domain/rollout/cluster-objects.ts';
import type { RolloutTarget } from '../../ports/cluster.ts';
import { ask, askText, query } from './ask.ts';
import type { Connection } from './connection.ts';

const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** More pods, or more warnings, tell no more. */
const most = 500;

/** Logs of so many containers, so many lines each. */
const mostLogs = 2;
const logLines = 20;

/** Four questions, and one for each log. */
export async function look(connection: Connection, target: RolloutTarget): Promise<ClusterObjects> {
  const deployment = await ask(connection, deploymentPath(target), deploymentSchema);
  if (!deployment) return { deployment, replicaSets: [], pods: [], events: [], logs: [] };
  const { core, apps } = paths(target);
  const ours = query({ labelSelector: selectorOf(deployment.spec.selector), limit: most });
  const warnings = query({ fieldSelector: 'type=Warning', limit: most });
  const [replicaSets, pods, events] = await Promise.all([
    ask(connection, `${apps}/replicasets?${ours}`, listOf(replicaSetSchema)),
    ask(connection, `${core}/pods?${ours}`, listOf(podSchema)),
    ask(connection, `${core}/events?${warnings}`, listOf(eventSchema)),
  ]);
  return {
    deployment,
    replicaSets: replicaSets?.items ?? [],
    pods: pods?.items ?? [],
    events: events?.items ?? [],
    logs: await logsOf(connection, core, pods?.items ?? []),
  };
}

export function paths({ namespace }: RolloutTarget): { readonly core: string; readonly apps: string } {
  const name = encodeURIComponent(namespace);
  return { core: `/api/v1/namespaces/${name}`, apps: `/apis/apps/v1/namespaces/${name}` };
}

function deploymentPath(target: RolloutTarget): string {
  return `${paths(target).apps}/deployments/${encodeURIComponent(target.deployment)}`;
}

export function selectorOf({
  matchLabels,
}: {
  readonly matchLabels: Readonly<Record<string, string>>;
}): string {
  return Object.entries(matchLabels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** The ends of containers that ended and are not well. */
async function logsOf(connection: Connection, core: string, pods: readonly PodSeen[]): Promise<LogTail[]> {
  const ended = pods.flatMap(({ metadata, status }) =>
    [...status.initContainerStatuses, ...status.containerStatuses]
      .filter(({ ready, state, lastState }) => !ready && (state.terminated ?? lastState.terminated))
      .map(({ name, state }) => ({ pod: metadata.name, container: name, previous: !state.terminated })),
  );
  return Promise.all(
    ended.slice(0, mostLogs).map(async ({ pod, container, previous }) => {
      const asked = query({ container, previous, tailLines: logLines, limitBytes: 64 * 1024 });
      const log = await askText(connection, `${core}/pods/${encodeURIComponent(pod)}/log?${asked}`);
      return { pod, container, lines: (log ?? '').split('\n').filter((line) => line.trim() !== '') };
    }),
  );
}
