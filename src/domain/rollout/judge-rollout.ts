import { releaseMark } from '../manifests/release-marks.ts';
import type { ClusterObjects, DeploymentSeen, ReplicaSetSeen } from './cluster-objects.ts';
import { isReady, podTrouble, probeWarnings, type Trouble, warningsOf } from './pod-trouble.ts';
import type { RolloutVerdict } from './verdict.ts';

/** The release that a cluster is to serve. */
export interface WantedRelease {
  /** 40 hexadecimal digits. */
  readonly release: string;
  /** `sha256:…` */
  readonly digest: string;
}

/** An applier that looks every few minutes has applied by then; whoever waits longer is told. */
const applierSeconds = 600;

/**
 * How far the release is. It is there once the Deployment that carries it, by annotation and digest, was seen by its controller, all its
 * pods are of it, and as many as it wants are available: as `kubectl rollout status` counts. `seconds` have gone by since its manifests
 * were written.
 */
export function judgeRollout(wanted: WantedRelease, seen: ClusterObjects, seconds: number): RolloutVerdict {
  const { deployment } = seen;
  if (!deployment || !carries(wanted, deployment.metadata.annotations, deployment.spec.template)) {
    const runs = deployment?.metadata.annotations[releaseMark];
    return {
      kind: 'not-applied',
      runs: runs === wanted.release ? undefined : runs,
      late: seconds >= applierSeconds,
    };
  }
  const sets = seen.replicaSets.filter(({ spec }) => holdsDigest(wanted, spec.template));
  const newest = sets.toSorted((a, b) => revision(b) - revision(a))[0];
  const pods = seen.pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ metadata }) => metadata.ownerReferences.some(({ uid }) => uid === newest?.metadata.uid));
  const counts = { ready: pods.filter(isReady).length, wanted: deployment.spec.replicas };
  // What its status says is still about what was there before.
  if (deployment.status.observedGeneration < deployment.metadata.generation)
    return { kind: 'waiting', ...counts, lines: [] };
  if (isRolledOut(deployment))
    return { kind: 'done', ready: deployment.status.availableReplicas, wanted: counts.wanted };
  const troubles = pods.map((pod) => podTrouble(pod, seen));
  const trouble =
    troubles.find((each) => each !== undefined) ?? refusal(deployment, newest) ?? tooLate(seen, newest, pods);
  if (trouble) return { kind: 'failed', ...counts, ...trouble };
  return { kind: 'waiting', ...counts, lines: probeWarnings(seen, pods) };
}

type Template = DeploymentSeen['spec']['template'];

function carries(
  wanted: WantedRelease,
  annotations: Readonly<Record<string, string>>,
  template: Template,
): boolean {
  return annotations[releaseMark] === wanted.release && holdsDigest(wanted, template);
}

function holdsDigest({ digest }: WantedRelease, { spec }: Template): boolean {
  return spec.containers.some(({ image }) => image.endsWith(`@${digest}`));
}

/** Source: https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go */
function isRolledOut({ spec, status }: DeploymentSeen): boolean {
  return (
    status.updatedReplicas >= spec.replicas &&
    status.replicas <= status.updatedReplicas &&
    status.availableReplicas >= status.updatedReplicas
  );
}

function revision({ metadata }: ReplicaSetSeen): number {
  return Number(metadata.annotations['deployment.kubernetes.io/revision'] ?? 0);
}

/** Pods that the cluster does not let be made at all. */
function refusal(deployment: DeploymentSeen, newest: ReplicaSetSeen | undefined): Trouble | undefined {
  const conditions = [...(newest?.status.conditions ?? []), ...deployment.status.conditions];
  const found = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (!found) return undefined;
  const message = found.message ?? found.reason ?? '';
  return { why: /exceeded quota/.test(message) ? 'quota' : 'refused', pod: undefined, lines: [message] };
}

/** The Deployment's own deadline for progress, `progressDeadlineSeconds`, is over. */
function tooLate(
  seen: ClusterObjects,
  newest: ReplicaSetSeen | undefined,
  pods: ClusterObjects['pods'],
): Trouble | undefined {
  const condition = seen.deployment?.status.conditions.find(
    ({ type, status, reason }) =>
      type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded',
  );
  if (!condition) return undefined;
  const pod = pods.find((each) => !isReady(each))?.metadata.name;
  const probes = probeWarnings(seen, pods);
  if (probes.length > 0) return { why: 'probe', pod, lines: probes };
  const uids = [newest?.metadata.uid ?? '', ...pods.map(({ metadata }) => metadata.uid)];
  const warnings = uids.flatMap((uid) => warningsOf(seen.events, uid));
  return { why: 'deadline', pod, lines: [...warnings, condition.message ?? ''] };
}
