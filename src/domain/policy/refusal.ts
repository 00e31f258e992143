import { quoted } from '../yaml/mistake.ts';
import { matchesPattern } from './pattern.ts';

/** Something that the operator does not allow, before its place is known. */
export interface Refusal {
  /** The key to blame, and those that it falls back to. */
  readonly keys: readonly string[];
  readonly message: string;
  readonly remedy: string;
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text, 'exact'));
}

export const askForLess = 'Ask for less, or ask the operator for a policy that allows it.';

/** A refusal where `refused` says so; `allowed` are the patterns that would be taken. */
export function refuse(
  refused: boolean,
  keys: readonly string[],
  { what, by, allowed = [] }: { what: string; by: string; allowed?: readonly string[] | undefined },
): Refusal[] {
  if (!refused) return [];
  const remedy =
    allowed.length === 0
      ? askForLess
      : `Write one that matches ${list(allowed)}, or ask the operator for a policy that allows it.`;
  return [{ keys, message: `${what} not allowed by ${by}.`, remedy }];
}

export function list(texts: readonly string[]): string {
  return texts.map(quoted).join(' or ');
}
