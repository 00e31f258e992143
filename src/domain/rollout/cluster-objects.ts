import { z } from 'zod';

/** What a rollout is judged by, as the Kubernetes API gives it (kubernetes.io/docs/reference/kubernetes-api): the parts that count, the others are left out. */

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const conditions = z.array(condition).default([]);
const texts = z.record(z.string(), z.string()).default({});

const metadata = z.object({
  name: z.string(),
  uid: z.string().default(''),
  annotations: texts,
  ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
});

const podTemplate = z.object({
  metadata: z.object({ annotations: texts }).default({ annotations: {} }),
  spec: z.object({ containers: z.array(z.object({ image: z.string().default('') })) }),
});

export const deploymentSchema = z.object({
  metadata: metadata.extend({ generation: z.number().default(0) }),
  spec: z.object({
    replicas: z.number().default(1),
    selector: z.object({ matchLabels: texts }),
    template: podTemplate,
  }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions,
    })
    .prefault({}),
});

export const replicaSetSchema = z.object({
  metadata,
  spec: z.object({ template: podTemplate }),
  status: z.object({ conditions }).prefault({}),
});

const containerState = z
  .object({
    waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
    terminated: z.object({ reason: z.string().default(''), exitCode: z.number() }).optional(),
  })
  .prefault({});

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: containerState,
  lastState: containerState,
});

export const podSchema = z.object({
  metadata: metadata.extend({ deletionTimestamp: z.string().optional() }),
  status: z
    .object({
      conditions,
      containerStatuses: z.array(containerStatus).default([]),
      initContainerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});

export const eventSchema = z.object({
  type: z.string().default(''),
  reason: z.string().default(''),
  message: z.string().default(''),
  involvedObject: z.object({ name: z.string().default(''), uid: z.string().default('') }),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
});

export type DeploymentSeen = z.infer<typeof deploymentSchema>;
export type ReplicaSetSeen = z.infer<typeof replicaSetSchema>;
export type PodSeen = z.infer<typeof podSchema>;
export type ContainerSeen = z.infer<typeof containerStatus>;
export type EventSeen = z.infer<typeof eventSchema>;

/** The last lines that a container wrote before it ended. */
export interface LogTail {
  readonly pod: string;
  readonly container: string;
  readonly lines: readonly string[];
}

/** One Deployment at one moment, and what belongs to it; undefined where there is none of its name. */
export interface ClusterObjects {
  readonly deployment: DeploymentSeen | undefined;
  readonly replicaSets: readonly ReplicaSetSeen[];
  readonly pods: readonly PodSeen[];
  readonly events: readonly EventSeen[];
  readonly logs: readonly LogTail[];
}
