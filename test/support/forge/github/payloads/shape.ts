import type { components } from '@octokit/openapi-types';

type Partly<T> = T extends readonly (infer Item)[]
  ? readonly Partly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T;

/** Some of the fields of one of GitHub's own schemas: a field that GitHub doesn't have, or of another type, is an error. */
export type Like<Name extends keyof components['schemas']> = Partly<components['schemas'][Name]>;

/** GitHub's times have no fractions of a second. */
export function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

export function stampOrNull(at: Date | null | undefined): string | null {
  return at ? stamp(at) : null;
}

export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}
