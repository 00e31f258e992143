import { createHash } from 'node:crypto';

/** A SHA-256 over the data of a training: with the same, a source tree gives the same image. */
export function trainingFingerprint(datasets: TestInputs['datasets']): string {
  return createHash('sha256')
    .update(JSON.stringify(datasets.map(({ name, place, sha256 }) => [name, place, sha256])))
    .digest('hex');
}

/** All that the result of a test depends on. */
export interface TestInputs {
  readonly digest: string;
  /** The notebook's git blob; undefined where a command tests. */
  readonly notebook?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `place` is where a dataset lies in the container. Where it came from makes no difference. */
  readonly datasets: readonly { readonly name: string; readonly place: string; readonly sha256: string }[];
  readonly network: boolean;
  /** Names alone: a password that was changed gives the same data, and no value leaves a trace. */
  readonly secrets: readonly string[];
  readonly timeoutSeconds: number;
  readonly cellTimeoutSeconds?: number | undefined;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** One SHA-256 over all inputs, whatever the order of their keys: equal hashes mean that a result may be reused. */
export function hashInputs(inputs: TestInputs): string {
  return createHash('sha256').update(canonical(inputs)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
