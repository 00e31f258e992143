/** Whether objects are what Kubernetes takes, by its own API description; keys that it does not know pass. */
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Role, RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import {
  ConfigMap,
  Namespace,
  PersistentVolumeClaim,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const models = [
  ...[ConfigMap, Deployment, HorizontalPodAutoscaler, Namespace, NetworkPolicy],
  ...[PersistentVolumeClaim, PodDisruptionBudget, Role, RoleBinding, Secret, Service, ServiceAccount],
];

const objectSchema = z.looseObject({ apiVersion: z.string(), kind: z.string() });
export type KubernetesObject = z.infer<typeof objectSchema>;

/** The objects of a YAML file. Throws where one is not YAML, or not what Kubernetes takes. */
export function kubernetesObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { merge: false, strict: true }).map((document) => {
    const [mistake] = [...document.errors, ...document.warnings];
    if (mistake) throw mistake;
    const object = objectSchema.parse(document.toJS());
    const Model = models.find((model) => model.is(object));
    if (!Model) throw new Error(`no schema for ${object.apiVersion} ${object.kind}`);
    new Model(JSON.parse(JSON.stringify(object))).validate();
    return object;
  });
}
