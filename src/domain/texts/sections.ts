import { paragraphs } from './markdown.ts';

/** A part of a comment. One with a name can be left out where the comment is too long; the name then tells what is missing. */
export interface Section {
  readonly text: string | undefined;
  readonly name?: string;
}

/** Characters that a comment of ours has at most: GitHub takes 65,536, and 65,535 for a check's summary. */
const mostCharacters = 60_000;

/**
 * Puts sections below each other. Where they are too long together, whole ones are left out, and that is said: those with a name, the last
 * first, and only if that does not do all but the first two.
 */
export function fitSections(sections: readonly Section[]): string {
  const dropped: string[] = [];
  let kept = sections.filter(({ text }) => text);
  while (written(kept, dropped).length > mostCharacters && kept.length > 2) {
    const named = kept.findLastIndex(({ name }) => name !== undefined);
    const last = named === -1 ? kept.length - 1 : named;
    dropped.unshift(kept[last]?.name ?? 'more');
    kept = kept.toSpliced(last, 1);
  }
  return written(kept, dropped);
}

function written(kept: readonly Section[], dropped: readonly string[]): string {
  const note =
    dropped.length > 0 &&
    `*Too long to be shown here: ${dropped.join(', ')}. The files of the run have it all.*`;
  return paragraphs([...kept.map(({ text }) => text), note]);
}
