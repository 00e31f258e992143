import { paragraphs } from './markdown.ts';

/** A part of a comment. One with a name can be left out where the comment is too long; the name then tells what is missing. */
export interface Section {
  readonly text: string | undefined;
  readonly name?: string;
}

/** What a text has at most. */
interface Limit {
  readonly most: number;
  sizeOf(text: string): number;
}

/** Characters that a comment of ours has at most: GitHub takes 65,536, and 65,535 for a check's summary. */
const ofComment: Limit = { most: 60_000, sizeOf: ({ length }) => length };

/**
 * Puts sections below each other. Where they are too long together, whole ones are left out, and that is said: those with a name, the last
 * first, and only if that does not do all but the first two.
 */
export function fitSections(sections: readonly Section[], { most, sizeOf } = ofComment): string {
  const dropped: string[] = [];
  let kept = sections.filter(({ text }) => text);
  while (sizeOf(written(kept, dropped)) > most && kept.length > 2) {
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
