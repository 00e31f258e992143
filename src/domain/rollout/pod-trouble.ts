import type { ClusterObjects, ContainerSeen, EventSeen, PodSeen } from './cluster-objects.ts';
import type { RolloutFailure } from './verdict.ts';

export interface Trouble {
  readonly why: RolloutFailure;
  readonly pod: string | undefined;
  readonly lines: readonly string[];
}

const mostLines = 20;

/** Reasons for which a container waits because of its image (kubernetes: pkg/kubelet/images/types.go). */
const ofImages = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
];
/** And because it can't be made or started (pkg/kubelet/kuberuntime). */
const ofContainers = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'];

/** What is wrong with a pod; undefined where it may still come up. */
export function podTrouble(pod: PodSeen, seen: ClusterObjects): Trouble | undefined {
  const { name } = pod.metadata;
  const unscheduled = pod.status.conditions.find(
    ({ type, status, reason }) => type === 'PodScheduled' && status === 'False' && reason === 'Unschedulable',
  );
  if (unscheduled) return { why: 'unschedulable', pod: name, lines: [unscheduled.message ?? ''] };
  const containers = [...pod.status.initContainerStatuses, ...pod.status.containerStatuses];
  for (const container of containers) {
    const found = containerTrouble(container, pod, seen);
    if (found) return { ...found, pod: name };
  }
  return undefined;
}

function containerTrouble(
  container: ContainerSeen,
  pod: PodSeen,
  seen: ClusterObjects,
): Omit<Trouble, 'pod'> | undefined {
  const waits = container.state.waiting;
  if (waits && ofImages.includes(waits.reason)) {
    const told = warningsOf(seen.events, pod.metadata.uid, /pull|image/i);
    return { why: 'image', lines: told.length > 0 ? told : [waits.message] };
  }
  if (waits && ofContainers.includes(waits.reason)) return { why: 'container', lines: [waits.message] };
  const ended = container.state.terminated ?? container.lastState.terminated;
  const endsAgain = container.restartCount > 0 || waits?.reason === 'CrashLoopBackOff';
  if (!ended || container.ready || !endsAgain) return undefined;
  return whyEnded(container, ended, pod, seen);
}

/** What ends that is told to: by itself at SIGTERM, or by force. */
const endsOfTheKilled = [0, 143, 137];

/** A container that was ended because of a probe looks like one that ended by itself; the warnings about it tell them apart. */
function whyEnded(
  { name, restartCount }: ContainerSeen,
  { reason, exitCode }: { readonly reason: string; readonly exitCode: number },
  { metadata }: PodSeen,
  { events, logs }: ClusterObjects,
): Omit<Trouble, 'pod'> {
  const tail = logs.find((log) => log.pod === metadata.name && log.container === name)?.lines ?? [];
  const times = restartCount === 1 ? 'once' : `${restartCount} times`;
  const ending = `${name} ended with exit code ${exitCode}${reason === 'Error' ? '' : ` (${reason})`}, restarted ${times}`;
  const lines = [ending, ...tail.slice(-mostLines)];
  if (reason === 'OOMKilled') return { why: 'memory', lines };
  const probes = warningsOf(events, metadata.uid, /(startup|liveness) probe (failed|errored)/i);
  if (probes.length === 0 || !endsOfTheKilled.includes(exitCode)) return { why: 'crash', lines };
  return { why: 'probe', lines: [...probes, ...lines] };
}

/** What probes of a pod that runs say, the newest last. */
export function probeWarnings({ events }: ClusterObjects, pods: readonly PodSeen[]): string[] {
  return pods
    .filter((pod) => !isReady(pod))
    .flatMap(({ metadata }) => warningsOf(events, metadata.uid, /probe (failed|errored)/i))
    .slice(-mostWarnings);
}

const mostWarnings = 5;

/** The newest warnings about an object, each text once, the newest last. */
export function warningsOf(events: readonly EventSeen[], uid: string, about = /./): string[] {
  const found = events
    .filter(({ type, involvedObject }) => type === 'Warning' && involvedObject.uid === uid)
    .filter(({ reason, message }) => about.test(`${reason} ${message}`))
    .toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)))
    .map(({ reason, message }) => `${reason}: ${message}`);
  return [...new Set(found)].slice(-mostWarnings);
}

function timeOf({ lastTimestamp, eventTime }: EventSeen): string {
  return lastTimestamp ?? eventTime ?? '';
}

export function isReady({ status }: PodSeen): boolean {
  return status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
