import { z } from 'zod';
import { type AllowedKinds, judgeKind } from './allowed-kinds.ts';
import { isClusterScoped } from './cluster-scoped-kinds.ts';
import { releaseMark } from './release-marks.ts';

export type Complaint = { readonly message: string; readonly remedy: string };

const texts = z.record(z.string(), z.string()).nullish();
const metadata = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().nullish(),
  labels: texts,
  annotations: texts,
});
const kubernetesObject = z.looseObject({ apiVersion: z.string().min(1), kind: z.string().min(1), metadata });
const podTemplate = z.looseObject({
  metadata: z.looseObject({ labels: texts, annotations: texts }).nullish(),
});

export type KubernetesObject = z.infer<typeof kubernetesObject>;
export type JudgedObject =
  | { readonly kind: 'ok'; readonly object: KubernetesObject }
  | { readonly kind: 'refused'; readonly why: Complaint };

/** Whether a template's document may be applied to `namespace` at all. A cluster-scoped object that is allowed has none. */
export function judgeObject(value: unknown, namespace: string, allowed: AllowedKinds): JudgedObject {
  const parsed = kubernetesObject.safeParse(value);
  if (!parsed.success) return refuse(...incomplete);
  const { apiVersion, kind, metadata: given } = parsed.data;
  if (kind === 'List' || (kind.endsWith('List') && 'items' in parsed.data)) return refuse(...list);
  if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.')) return refuse(...kustomization);
  const why = judgeKind(apiVersion, kind, allowed);
  if (why !== undefined) return { kind: 'refused', why };
  if (given.namespace && given.namespace !== namespace)
    return refuse(
      `The object belongs to the namespace \`${given.namespace}\`, not to \`${namespace}\`.`,
      'Remove `metadata.namespace`, or write `${namespace}`.',
    );
  return { kind: 'ok', object: parsed.data };
}

function refuse(message: string, remedy: string): JudgedObject {
  return { kind: 'refused', why: { message, remedy } };
}

const incomplete = [
  'This is not a Kubernetes object with `apiVersion`, `kind` and `metadata.name`, its labels and annotations texts.',
  'Add what is missing, and put numbers and flags among labels and annotations in quotes.',
] as const;
const list = [
  'A list of objects is not read.',
  'Write each object as a document of its own, separated by `---`.',
] as const;
const kustomization = [
  'kube-applier gets rendered manifests, never a kustomization.',
  'Write the objects themselves.',
] as const;

/** The object with its namespace, if it has one, and with the release as annotation and label, on its pods too. */
export function markObject(object: KubernetesObject, namespace: string, release: string): object {
  const { apiVersion, kind, metadata: given, ...rest } = object;
  const { name, namespace: _, labels, annotations, ...others } = given;
  const place = isClusterScoped(apiVersion, kind) ? {} : { namespace };
  const marked = { name, ...place, ...marks({ labels, annotations }, release), ...others };
  return { apiVersion, kind, metadata: marked, ...markPods(rest, podPath(apiVersion, kind), release) };
}

type Marked = { labels?: z.infer<typeof texts>; annotations?: z.infer<typeof texts> };

function marks({ labels, annotations }: Marked, release: string) {
  return {
    labels: { ...labels, [releaseMark]: release },
    annotations: { ...annotations, [releaseMark]: release },
  };
}

function podPath(apiVersion: string, kind: string): readonly string[] {
  if (
    apiVersion.startsWith('apps/') &&
    ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(kind)
  )
    return ['spec', 'template'];
  if (apiVersion.startsWith('batch/') && kind === 'Job') return ['spec', 'template'];
  if (apiVersion.startsWith('batch/') && kind === 'CronJob')
    return ['spec', 'jobTemplate', 'spec', 'template'];
  return [];
}

/** Marks the pod template under `path`; what is not there stays as it is, for Kubernetes to refuse. */
function markPods(value: object, [step, ...path]: readonly string[], release: string): object {
  if (step === undefined) return value;
  const inner = z.looseObject({ [step]: z.looseObject({}) }).safeParse(value);
  const child = inner.success ? inner.data[step] : undefined;
  if (child === undefined) return value;
  return {
    ...value,
    [step]: path.length === 0 ? markTemplate(child, release) : markPods(child, path, release),
  };
}

function markTemplate(template: object, release: string): object {
  const parsed = podTemplate.safeParse(template);
  if (!parsed.success) return template;
  const { metadata: given, ...rest } = parsed.data;
  return { metadata: { ...given, ...marks(given ?? {}, release) }, ...rest };
}
