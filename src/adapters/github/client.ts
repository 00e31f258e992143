import { ProbotOctokit } from 'probot';

/** How the REST client waits. Tests and a forge without limits make it quick. */
export interface Waiting {
  /** A request without a whole answer is ended and tried again after this many milliseconds. */
  readonly requestMs: number;
  /** How long a second of waiting (`retry-after`, back-off) takes, in milliseconds. */
  readonly secondMs: number;
  /** Whether writes keep GitHub's recommended distance: one a second, one in three where people are notified. */
  readonly paced: boolean;
}

export const githubWaiting: Waiting = { requestMs: 30_000, secondMs: 1000, paced: true };

/**
 * Probot's Octokit, which waits for as long as a limit says and then goes on. Probot's own defaults drop the request at a
 * secondary limit and at the third primary one (probot 14, `get-octokit-throttle-options`): nothing of ours is dropped. Tokens are
 * asked for at the same base URL as all else; Probot's own client for them knows none (`get-probot-octokit-with-defaults`).
 */
export function patientOctokit(waiting: Waiting): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: PluginOptions) => ({
    ...options,
    auth: { ...options.auth, request: options.auth?.request?.defaults({ baseUrl: options.baseUrl }) },
    retry: { ...options.retry, retryAfterBaseValue: waiting.secondMs },
    throttle: {
      ...options.throttle,
      retryAfterBaseValue: waiting.secondMs,
      ...(waiting.paced ? {} : { write: atOnce, notifications: atOnce }),
      onRateLimit: () => true,
      onSecondaryRateLimit: () => true,
    },
  }));
}

/** Options of Octokit's plugins for retries and limits, and how it asks for tokens. */
interface PluginOptions {
  readonly baseUrl?: string;
  readonly auth?: { readonly request?: { defaults(parameters: object): unknown } };
  readonly retry?: object;
  readonly throttle?: object;
}

/** Stands where the throttling plugin has a group of limiters. */
const atOnce = {
  key: () => ({ schedule: (_options: object, job: () => Promise<void>) => job() }),
};
