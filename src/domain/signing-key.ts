/** The secret key that Tailrace signs its commits with: an OpenSSH private key, or an armored OpenPGP secret key. */
export interface SigningKey {
  readonly kind: 'ssh' | 'openpgp';
  readonly text: string;
}

export type ReadSigningKey =
  | { readonly kind: 'key'; readonly key: SigningKey }
  /** What to give instead: the end of the sentence "TAILRACE_SIGNING_KEY is wrong: …". Never holds the key. */
  | { readonly kind: 'mistake'; readonly remedy: string };

/** Tells the two kinds of key apart by what stands in them, and refuses those that can't sign by themselves, always the same. */
export function readSigningKey(given: string): ReadSigningKey {
  const text = `${given.replaceAll('\r\n', '\n').trim()}\n`;
  if (/^-----BEGIN PGP PRIVATE KEY BLOCK-----/m.test(text))
    return { kind: 'key', key: { kind: 'openpgp', text } };
  const openSsh = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([\s\S]+)-----END/m.exec(text)?.[1];
  const remedy = openSsh === undefined ? remedyFor(text) : openSshRemedy(Buffer.from(openSsh, 'base64'));
  return remedy === undefined ? { kind: 'key', key: { kind: 'ssh', text } } : { kind: 'mistake', remedy };
}

const make = "make one with ssh-keygen -t ed25519 -N '' -f tailrace-signing-key";

function remedyFor(text: string): string {
  if (/PUBLIC KEY|^(ssh|ecdsa|sk)-/m.test(text)) return 'this is a public key; give the secret one';
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text))
    return "give the key in OpenSSH's own form: ssh-keygen -p -N '' -f <file> rewrites it";
  return `give an OpenSSH private key or an armored OpenPGP secret key; ${make}`;
}

const magic = 'openssh-key-v1\0';

/** The beginning of the file: magic, cipher, key derivation, its options, how many keys, the public key (OpenSSH, PROTOCOL.key). */
function openSshRemedy(bytes: Buffer): string | undefined {
  const [cipher, , , publicKey] = strings(bytes.subarray(magic.length), 3, 4);
  const type = publicKey && strings(publicKey, 1)[0]?.toString();
  if (bytes.subarray(0, magic.length).toString() !== magic || !type)
    return `this OpenSSH private key can't be read; ${make}`;
  if (cipher?.toString() !== 'none')
    return "it has a passphrase that nobody could type; take it off with ssh-keygen -p -N '' -f <file>";
  if (type === 'ssh-ed25519' || type === 'ssh-rsa') return undefined;
  return type.startsWith('ecdsa-')
    ? `ECDSA gives another signature each time, and Tailrace's commits have to come out the same; ${make}`
    : `keys of the type ${type} can't sign here; ${make}`;
}

/** Strings of the SSH protocol: four bytes of length each, then that many. After `before` strings a number of four bytes is skipped. */
function strings(bytes: Buffer, before: number, all = before): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  while (found.length < all && at + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    found.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + (found.length === before ? 4 : 0);
  }
  return found;
}
