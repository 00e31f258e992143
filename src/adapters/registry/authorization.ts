import { AbortError } from 'p-retry';
import { z } from 'zod';
import { parseChallenge } from './challenge.ts';
import type { RegistryLogin } from './logins.ts';

const tokenSchema = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token }) => token ?? access_token)
  .pipe(z.string());

/**
 * The `Authorization` header that answers a 401; undefined where there is nothing to answer with. Rejects where the token server
 * refuses. No login is sent to a token server without TLS, unless the registry itself has none.
 */
export async function authorizationFor(
  refused: Response,
  login: RegistryLogin | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const challenge = parseChallenge(refused.headers.get('www-authenticate'));
  if (challenge?.kind === 'basic') return login && basic(login);
  if (challenge === undefined) return undefined;
  const realm = new URL(challenge.realm);
  if (login && realm.protocol !== 'https:' && new URL(refused.url).protocol === 'https:') {
    throw new AbortError(`${new URL(refused.url).host} wants its login sent without TLS, to ${realm.host}`);
  }
  if (challenge.service !== undefined) realm.searchParams.set('service', challenge.service);
  for (const scope of challenge.scope?.split(' ') ?? []) realm.searchParams.append('scope', scope);
  return `Bearer ${await tokenFrom(realm, login, signal)}`;
}

async function tokenFrom(realm: URL, login: RegistryLogin | undefined, signal: AbortSignal): Promise<string> {
  const headers = login ? { authorization: basic(login) } : {};
  const answer = await fetch(realm, { headers, signal, redirect: 'error' });
  const problem = `the registry's token server ${realm.host} answered ${answer.status}`;
  if (answer.status === 429 || answer.status >= 500) throw new Error(problem);
  if (!answer.ok) throw new AbortError(problem);
  return tokenSchema.parse(await answer.json());
}

function basic({ username, password }: RegistryLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
