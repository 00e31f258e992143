/** What stands in git for a file of Git LFS. */
export interface LfsPointer {
  /** The SHA-256 of the content, in hex: its name. */
  readonly oid: string;
  readonly bytes: number;
}

/** A pointer has fewer bytes (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md, "The Pointer"). */
export const mostPointerBytes = 1023;

const pointer =
  /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n$/;

/**
 * Reads a pointer; undefined for any other file. What a file holds decides, not `.gitattributes`. One with extensions is not read: its
 * content could only be had with programs of the person's.
 */
export function parseLfsPointer(content: Buffer): LfsPointer | undefined {
  if (content.length > mostPointerBytes) return undefined;
  const [, oid, size] = pointer.exec(content.toString('latin1')) ?? [];
  return oid ? { oid, bytes: Number(size) } : undefined;
}
