import picomatch from 'picomatch';
import type { Complaint } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';

const placeholders = ['{owner}', '{name}'] as const;

/** What is wrong with a pattern; `{owner}` and `{name}` stand for the repository's where `may` says so. */
export function judgePattern(pattern: string, may: 'placeholders' | 'none'): Complaint | undefined {
  if (!/^[\w./*?{},@:+[\]-]{1,200}$/.test(pattern))
    return {
      is: `is not a pattern: ${quoted(pattern)}`,
      write: 'Use names, `*` for one step of a path, `**` for any, `?`, `[ab]` and `{a,b}`.',
    };
  const strange = (pattern.match(/\{[^{},]*\}/g) ?? []).find(
    (found) => may === 'none' || !placeholders.some((known) => known === found),
  );
  return strange === undefined ? undefined : strangePlaceholder(strange, may);
}

function strangePlaceholder(found: string, may: 'placeholders' | 'none'): Complaint {
  return {
    is: `holds a placeholder that is not replaced here: ${quoted(found)}`,
    write:
      may === 'none'
        ? 'Write the name, or `*`.'
        : "Write `{owner}` or `{name}`, which stand for the repository's, or `{a,b}` for a choice.",
  };
}

/** Whether the whole of `text` matches. `*` stays within one step of a path, and takes names that begin with a dot, too. */
export function matchesPattern(pattern: string, text: string, letters: 'exact' | 'any case'): boolean {
  const options = { dot: true, noextglob: true, nonegate: true, windows: false };
  return picomatch(pattern, { ...options, nocase: letters === 'any case' })(text);
}

/** Puts the repository's owner and name into a pattern or a prefix. */
export function fillPlaceholders(
  pattern: string,
  { owner, name }: { readonly owner: string; readonly name: string },
): string {
  return pattern.replaceAll('{owner}', owner).replaceAll('{name}', name);
}
