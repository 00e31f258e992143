/** DNS-1123 label: names of namespaces and most objects. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export function isDnsLabel(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

/** DNS-1035 label: a Service's name, which begins with a letter. */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && /^[a-z]/.test(text);
}

/** DNS-1123 subdomain: names of Secrets. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}

/** The name that a model has without a `name:`, from its repository's name: `Churn_Model` → `churn-model`. */
export function nameOfRepository(repositoryName: string): string {
  const words = repositoryName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const named = /^[a-z]/.test(words) ? words : `model-${words}`;
  return named.slice(0, 63).replace(/-+$/, '');
}
