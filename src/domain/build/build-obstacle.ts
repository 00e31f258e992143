/** Where a build ended, by what the builder says of it. */
export type BuildObstacle =
  /** The Dockerfile does not parse. */
  | { readonly kind: 'dockerfile'; readonly line: number | undefined }
  /** The builder can't get the frontend that the `# syntax=` line names. */
  | { readonly kind: 'syntax'; readonly frontend: string }
  /** An image that `FROM` or `COPY --from` names can't be pulled. */
  | { readonly kind: 'image'; readonly image: string; readonly why: PullTrouble }
  /** The Engine's disk, not the Dockerfile: the next try would find it full too. */
  | { readonly kind: 'disk-full' }
  | BrokenInstruction;

export type PullTrouble = 'missing' | 'denied' | 'limited' | 'unreachable' | 'other';

/** An instruction that failed: the `position`th of its stage's steps, where the builder numbers them. */
export interface BrokenInstruction {
  readonly kind: 'instruction';
  readonly text: string;
  /** `stage-1` for the second stage, or its name; undefined where the builder names none. */
  readonly stage: string | undefined;
  readonly position: number | undefined;
}

/**
 * Reads BuildKit's name of the failed step (`[stage-1 2/6] RUN pip install …`, `[internal] load metadata for …`, `FROM …` of a
 * `COPY --from`) and its message. Measured with Docker Engine 20.10.
 */
export function buildObstacle(step: string | undefined, message: string): BuildObstacle {
  if (/no space left on device/i.test(message)) return { kind: 'disk-full' };
  const line = /dockerfile parse error (?:on )?line (\d+)/i.exec(message)?.[1];
  if (step === undefined) return { kind: 'dockerfile', line: line === undefined ? undefined : Number(line) };
  const frontend = /^resolve image config for (?:docker-image:\/\/)?(.+)$/s.exec(step)?.[1];
  if (frontend !== undefined) return { kind: 'syntax', frontend };
  const image = /^(?:\[internal\] load metadata for|(?:\[[^\]]*\] )?FROM) (\S+)/.exec(step)?.[1];
  if (image !== undefined) return { kind: 'image', image, why: pullTrouble(message) };
  const numbered = /^\[(?:(\S+) +)?(\d+)\/\d+\]\s*(.*)$/s.exec(step);
  if (!numbered) return { kind: 'instruction', text: unnamed(step), stage: undefined, position: undefined };
  const [, stage, position, text = ''] = numbered;
  return { kind: 'instruction', text, stage, position: Number(position) };
}

function unnamed(step: string): string {
  return step.replace(/^\[[^\]]*\]\s*/, '');
}

function pullTrouble(message: string): PullTrouble {
  if (/toomanyrequests|429 Too Many/i.test(message)) return 'limited';
  if (
    /insufficient_scope|pull access denied|unauthorized|authorization failed|\b40[13]\b|denied/i.test(message)
  )
    return 'denied';
  if (/no such host|connection refused|timeout|unreachable|no route|x509|EOF|connection reset/i.test(message))
    return 'unreachable';
  return /not found|manifest unknown|\b404\b/i.test(message) ? 'missing' : 'other';
}
