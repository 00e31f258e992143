/** Annotation and label that tell which release an object belongs to: the 40 hexadecimal digits of its commit. */
export const releaseMark = 'tailrace.dev/release';

/** Never changes while the model lives, since a Deployment's selector is immutable. */
export function selectorLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** Metadata that the default manifests have in common. */
export function markedLabels(name: string, release: string): Record<string, string> {
  return { ...selectorLabels(name), 'app.kubernetes.io/managed-by': 'tailrace', [releaseMark]: release };
}
