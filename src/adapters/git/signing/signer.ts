import { mkdir, rm } from 'node:fs/promises';
import type { SigningKey } from '../../../domain/signing-key.ts';
import { type OpenedKey, SigningKeyUnusable } from './opened-key.ts';
import { openPgpKey, stopAgent } from './openpgp-key.ts';
import { sshKey } from './ssh-key.ts';

/** Signs commits, until it is closed. */
export interface Signer extends Omit<OpenedKey, 'sign'> {
  /** Removes the key from the disk. */
  close(): Promise<void>;
}

export interface SignerSettings {
  readonly key: SigningKey;
  /** Nobody else's: what lies there is removed. */
  readonly folder: string;
  /** The environment that the programs inherit. */
  readonly inherited: NodeJS.ProcessEnv;
  readonly now: Date;
}

/**
 * Puts the key where its program finds it, in a folder that only we can read, and tries it. Throws {@link SigningKeyUnusable}. What an
 * earlier process that was killed left there goes first.
 */
export async function openSigner({ key, folder, inherited, now }: SignerSettings): Promise<Signer> {
  const close = async () => {
    await stopAgent(folder, inherited);
    await rm(folder, { recursive: true, force: true });
  };
  await close();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const opened = await (key.kind === 'ssh' ? sshKey : openPgpKey)(key.text, folder, inherited);
    await tryOut(opened, now);
    return { key: opened.key, at: opened.at, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tailrace makes a commit again after a crash, and relies on getting the same one. */
async function tryOut(opened: OpenedKey, now: Date): Promise<void> {
  const [first, second] = [await opened.sign('a commit', now), await opened.sign('a commit', now)];
  if (!first.equals(second))
    throw new SigningKeyUnusable('it gives another signature each time; give an ed25519 or RSA key');
}
