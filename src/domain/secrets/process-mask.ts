import { createMask } from './mask.ts';

/** Tokens that GitHub gives out while the process runs (https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats), and the app's JSON Web Tokens. */
const tokens = /\b(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g;

/** Masks the secrets that the process was started with, and what looks like a token that was given to it since. */
export function createProcessMask(secrets: readonly string[]): (text: string) => string {
  const mask = createMask(secrets);
  return (text) => mask(text).replace(tokens, '***');
}
