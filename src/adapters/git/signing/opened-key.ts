/** How git signs a commit with our key. */
export interface OpenedKey {
  /** What people know the key by: `SHA256:…` of an SSH key, the fingerprint of an OpenPGP key. */
  readonly key: string;
  /** What `git commit-tree -S` has to be given for a commit of this time. The same commit gets the same signature. */
  at(time: Date): {
    readonly config: Readonly<Record<string, string>>;
    readonly env: Readonly<Record<string, string>>;
  };
  /** A signature over a text, made at a time. */
  sign(text: string, time: Date): Promise<Buffer>;
}

/** The key can't sign; `message` says why and what to give instead, and never holds the key. */
export class SigningKeyUnusable extends Error {
  override readonly name = 'SigningKeyUnusable';
}
