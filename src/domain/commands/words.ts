import { bare } from '../texts/markdown.ts';

/** Stands in a comment's line for what is no plain text: emphasis, code, links, HTML. */
export const notPlain = '\ufffd';

/** Whether a word can name something: an environment, a gate, a release. */
export function isName(word: string | undefined): word is string {
  return word !== undefined && /^[\w.-]{1,100}$/.test(word);
}

const longestReason = 500;

/** The words before `because`, and the reason behind it; undefined where it says `because` and no reason. */
export function splitReason(
  words: readonly string[],
): { readonly words: readonly string[]; readonly because: string | undefined } | undefined {
  const at = words.findIndex((word) => word.toLowerCase() === 'because');
  if (at === -1) return { words, because: undefined };
  const because = bare(
    words
      .slice(at + 1)
      .join(' ')
      .replaceAll(notPlain, ''),
    longestReason,
  );
  return because === '' ? undefined : { words: words.slice(0, at), because };
}
