const bytesOfSuffix: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Bytes of a Kubernetes memory quantity (`512Mi`, `4Gi`, `1G`), or undefined when it is none or not positive.
 * The suffix `m` is a Kubernetes quantity too, but of thousandths of a byte: always a slip for `Mi`, so it is refused.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function memoryBytes(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([kMGTP]|[KMGTP]i)?$/.exec(quantity);
  const factor = bytesOfSuffix[match?.[2] ?? ''];
  if (match === null || factor === undefined) return undefined;
  const bytes = Math.ceil(Number(match[1]) * factor);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Cores of a Kubernetes CPU quantity (`2`, `0.5`, `250m`), or undefined when it is none or finer than Kubernetes' 1m. */
export function cpuCores(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d{1,3})?)(m)?$/.exec(quantity);
  if (match === null) return undefined;
  if (match[2] === 'm' && quantity.includes('.')) return undefined;
  const cores = match[2] === 'm' ? Number(match[1]) / 1000 : Number(match[1]);
  return cores > 0 ? cores : undefined;
}
