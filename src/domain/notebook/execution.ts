import type { ExecutedNotebook } from './executed.ts';

/** What is known of a papermill run from outside of the notebook. */
export interface Execution {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  /** Undefined where none was written, or one that can't be read. */
  readonly executed?: ExecutedNotebook | undefined;
  readonly log: string;
  readonly timeoutSeconds: number;
  /** The limit of one cell. */
  readonly cellTimeoutSeconds?: number | undefined;
  readonly memoryBytes: number;
  /** The most memory that was seen, by looks at it about once a second. */
  readonly peakBytes?: number | undefined;
  /** Whether the notebook could reach a network. */
  readonly network?: boolean | undefined;
  /** What papermill was told to set. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}
