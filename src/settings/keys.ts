import { readFileSync } from 'node:fs';
import { readSigningKey, type SigningKey } from '../domain/signing-key.ts';

type Given = Readonly<Record<string, string | undefined>>;

/** What to set, for each of these settings. */
export const keyRemedies = {
  PRIVATE_KEY: "give the text of the app's private key, which begins with -----BEGIN",
  PRIVATE_KEY_PATH: "name the file of the app's private key, or give its text as PRIVATE_KEY",
  TAILRACE_SIGNING_KEY: 'give the text of an OpenSSH private key or an armored OpenPGP secret key',
  TAILRACE_SIGNING_KEY_PATH: 'name the file of an OpenSSH private key or an armored OpenPGP secret key',
} as const;

interface GivenText {
  /** The setting that it comes from. */
  readonly setting: keyof typeof keyRemedies;
  readonly text: string;
}

/** A key to sign with, and the setting that it comes from. */
export interface Signing {
  readonly key: SigningKey;
  readonly setting: string;
}

/** The app's private key in PEM form. Gives the mistake, where there is one, as a sentence. */
export function privateKeyOf(given: Given): { readonly text: string } | string {
  const found = textOf(given, 'PRIVATE_KEY');
  if (found === undefined) return `PRIVATE_KEY_PATH is not set: ${keyRemedies.PRIVATE_KEY_PATH}.`;
  if (typeof found === 'string') return found;
  const isPem = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(found.text);
  return isPem ? found : `${found.setting} is wrong: ${keyRemedies[found.setting]}.`;
}

/** The key to sign with, if there is one, or the mistake as a sentence. */
export function signingOf(given: Given): Signing | string | undefined {
  const found = textOf(given, 'TAILRACE_SIGNING_KEY');
  if (found === undefined || typeof found === 'string') return found;
  const { setting } = found;
  const read = readSigningKey(found.text);
  return read.kind === 'key' ? { key: read.key, setting } : `${setting} is wrong: ${read.remedy}.`;
}

/**
 * A text that is given by itself or by the path of its file: undefined where it is not given, the mistake where the file can't be read. Where
 * variables hold one line, as in many a service's settings, its line ends are written `\n`.
 */
function textOf(
  given: Given,
  setting: 'PRIVATE_KEY' | 'TAILRACE_SIGNING_KEY',
): GivenText | string | undefined {
  const text = given[setting];
  const path = given[`${setting}_PATH`];
  if (text !== undefined) return { setting, text: text.replaceAll('\\n', '\n') };
  if (path === undefined) return undefined;
  const read = readOrNothing(path);
  return read === undefined
    ? `${setting}_PATH is wrong: the file ${path} can't be read.`
    : { setting: `${setting}_PATH`, text: read };
}

export function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
