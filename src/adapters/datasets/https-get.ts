import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { z } from 'zod';
import { DatasetUnavailable } from '../../ports/datasets.ts';
import { guardedLookup, type MayBePrivate, refusePrivateLiteral } from './guarded-lookup.ts';

export interface Get {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers for the server of the URL alone: a redirect to another one goes without. */
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  /** Whether http is as good as https: for a forge that has no other. */
  readonly plainHttp?: boolean | undefined;
  readonly mayBePrivate: MayBePrivate;
  /** Certificates that are trusted in place of the system's. */
  readonly ca: string | undefined;
  /** Milliseconds that may pass without a byte. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

/**
 * Asks for a file, and follows redirects to other https addresses, each of them checked like the first. The answer's body is still to
 * be read. Throws {@link DatasetUnavailable}, or the signal's reason.
 */
export async function httpsGet(get: Get): Promise<IncomingMessage> {
  let url = new URL(get.url);
  for (let count = 0; count <= mostRedirects; count++) {
    const answer = await getOnce(url, get);
    const { statusCode = 0, headers } = answer;
    if (!redirects.includes(statusCode) || headers.location === undefined) return answer;
    answer.destroy();
    url = new URL(headers.location, url);
    if (url.protocol !== 'https:' && !(get.plainHttp && url.protocol === 'http:'))
      throw new DatasetUnavailable({ kind: 'insecure-redirect', host: url.hostname });
  }
  throw new DatasetUnavailable({ kind: 'too-many-redirects' });
}

async function getOnce(url: URL, get: Get): Promise<IncomingMessage> {
  const { mayBePrivate, ca, idleMs, signal } = get;
  refusePrivateLiteral(url, mayBePrivate);
  const own = url.origin === new URL(get.url).origin ? get.credentials : {};
  const headers = { 'user-agent': 'tailrace', 'accept-encoding': 'identity', ...get.headers, ...own };
  const options = { lookup: guardedLookup(mayBePrivate), headers, signal };
  // An agent of its own: connections are not shared with what has other rights.
  const asked =
    url.protocol === 'https:'
      ? request(url, { ...options, ca, agent: new Agent({ keepAlive: false }) })
      : plainRequest(url, { ...options, agent: new PlainAgent({ keepAlive: false }) });
  // An error after the answer's beginning is the answer's too.
  asked.on('error', () => undefined);
  asked.setTimeout(idleMs, () => asked.destroy(new SlowServer()));
  asked.end();
  try {
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    if (!answer) throw new Error('node gave no answer');
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw explained(error, url.hostname);
  }
}

class SlowServer extends Error {
  readonly code = 'ETIMEDOUT';
}

const codeSchema = z.object({ code: z.string() });

/** A network's error in our words; what has no code is none. */
export function explained(error: unknown, host: string): unknown {
  if (error instanceof DatasetUnavailable) return error;
  const known = codeSchema.safeParse(error);
  return known.success ? new DatasetUnavailable({ kind: 'unreachable', host, code: known.data.code }) : error;
}
