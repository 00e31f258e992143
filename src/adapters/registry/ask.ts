import pRetry, { AbortError } from 'p-retry';
import { authorizationFor } from './authorization.ts';
import type { RegistryLogin } from './logins.ts';
import type { RepositoryAddress } from './repository.ts';

export interface Question {
  readonly method: 'HEAD' | 'GET' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

export interface AskOptions {
  readonly login: RegistryLogin | undefined;
  /** Pause before the first repetition, in milliseconds; it doubles each time. */
  readonly pauseMs: number;
}

const repetitions = 3;
const limitMs = 30_000;

/**
 * Asks a registry about what lies at `path` of a repository (`manifests/<reference>`, `tags/list`), logs in where it wants that, and
 * repeats what a later try may mend (a connection that fails, 429, 5xx). Rejects on a refusal (401, 403), but for deletions, which
 * many registries refuse; any other answer is given back.
 */
export function askRegistry(
  address: RepositoryAddress,
  path: string,
  question: Question,
  { login, pauseMs }: AskOptions,
): Promise<Response> {
  const url = new URL(path, `${address.origin}/v2/${address.path}/`);
  const attempt = async () => {
    const answer = await askWithLogin(url, question, login);
    const place = `${question.method} ${address.registry}/${address.path}`;
    if ((answer.status === 401 || answer.status === 403) && question.method !== 'DELETE')
      throw new AbortError(refusal(place, answer.status, login));
    if (answer.status === 429 || answer.status >= 500)
      throw new Error(`${place}: the registry answered ${answer.status}`);
    return answer;
  };
  return pRetry(attempt, { retries: repetitions, minTimeout: pauseMs });
}

async function askWithLogin(
  url: URL,
  question: Question,
  login: RegistryLogin | undefined,
): Promise<Response> {
  const signal = AbortSignal.timeout(limitMs);
  const first = await fetch(url, { ...question, signal });
  if (first.status !== 401) return first;
  await first.body?.cancel();
  const authorization = await authorizationFor(first, login, signal);
  if (authorization === undefined) return first;
  return fetch(url, { ...question, headers: { ...question.headers, authorization }, signal });
}

function refusal(place: string, status: number, login: RegistryLogin | undefined): string {
  const as = login ? `as ${login.username}` : 'without a login';
  return `${place}: the registry refuses access ${as} (${status})`;
}
