import { markedLabels, releaseMark, selectorLabels } from './release-marks.ts';
import type { RenderInput } from './render-input.ts';

/** Seconds in which load balancers learn that a pod goes, before it is told to stop. */
const drainSeconds = 5;

/** Replaces pods one by one, each only when the new one is ready. */
export function deployment(input: RenderInput): object {
  const { name, namespace, release, serve } = input;
  const labels = markedLabels(name, release);
  const { min, max } = serve.replicas;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, annotations: { [releaseMark]: release } },
    spec: {
      // An autoscaler's number would be put back by every apply.
      ...(min === max ? { replicas: min } : {}),
      selector: { matchLabels: selectorLabels(name) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: { metadata: { labels, annotations: podAnnotations(input) }, spec: podSpec(input) },
    },
  };
}

function podAnnotations({ release, serve }: RenderInput): Record<string, string> {
  const marked = { [releaseMark]: release };
  if (serve.metrics === undefined) return marked;
  return {
    ...marked,
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(serve.port),
    'prometheus.io/path': serve.metrics,
  };
}

function podSpec(input: RenderInput): object {
  const { pullSecrets } = input.serve;
  return {
    automountServiceAccountToken: false,
    // Else every Service of the namespace becomes variables, and `CHURN_PORT` is not what the model expects.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: drainSeconds + 30,
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {}),
    // Not `runAsNonRoot`: images may be built to run as root.
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(input)],
  };
}

function container({ image, serve }: RenderInput): object {
  const env = variables(serve);
  const { cpu, memory } = serve.resources;
  return {
    name: 'model',
    image,
    ports: [{ name: 'http', containerPort: serve.port }],
    ...(env.length > 0 ? { env } : {}),
    resources: { requests: { cpu, memory }, limits: { memory } },
    ...probes(serve.health),
    // On by default from Kubernetes 1.30, https://github.com/kubernetes/enhancements/issues/3960; needs no shell.
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/** A model may take five minutes to load; after that it answers, or is taken out (30 s) and restarted (60 s). */
function probes(path: string): object {
  const httpGet = { path, port: 'http' };
  return {
    startupProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
    readinessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function variables({ env, secretEnv }: RenderInput['serve']): { name: string }[] {
  const plain = Object.entries(env).map(([name, value]) => ({ name, value: literal(value) }));
  const secret = Object.entries(secretEnv).map(([name, from]) => ({
    name,
    valueFrom: { secretKeyRef: { name: from.secret, key: from.key } },
  }));
  return [...plain, ...secret].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Kubernetes replaces `$(NAME)` in values and reads `$$` as `$`; plain values mean what they say. */
function literal(value: string): string {
  return /\$[$(]/.test(value) ? value.replaceAll('$', '$$$$') : value;
}
