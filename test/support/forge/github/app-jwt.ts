import { verify } from 'node:crypto';
import { z } from 'zod';
import type { RegisteredApp } from './github.ts';
import { badCredentials } from './rest-error.ts';

const Header = z.object({ alg: z.literal('RS256') });
const Claims = z.object({
  iss: z.union([z.string(), z.number()]),
  iat: z.number().int(),
  exp: z.number().int(),
});

/** GitHub's longest life of an app's token, in seconds. */
const MAX_LIFE = 600;

/** Checks an app's JSON web token as GitHub does. @throws RestError 401 with GitHub's words. */
export function verifyAppJwt(jwt: string, app: RegisteredApp, now: Date): void {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  const isSigned = verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'));
  const parsed = Claims.safeParse(decoded(claims));
  if (!isSigned || !Header.safeParse(decoded(header)).success || !parsed.success)
    throw badCredentials('A JSON web token could not be decoded');
  const seconds = now.getTime() / 1000;
  const { iss, iat, exp } = parsed.data;
  if (String(iss) !== String(app.id) && iss !== app.clientId)
    throw badCredentials("'Issuer' claim ('iss') must be the app's id");
  if (exp <= seconds)
    throw badCredentials("'Expiration time' claim ('exp') must be a numeric value in the future");
  if (exp > seconds + MAX_LIFE)
    throw badCredentials("'Expiration time' claim ('exp') is too far in the future");
  if (iat > seconds + 1) throw badCredentials("'Issued at' claim ('iat') must be an Integer in the past");
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
