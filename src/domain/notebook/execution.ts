/** What is known of a papermill run from outside of the notebook. */
export interface Execution {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  readonly notebook?: string | undefined;
  readonly log: string;
  readonly timeoutSeconds: number;
  readonly memoryBytes: number;
}
