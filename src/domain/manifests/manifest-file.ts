import { Document, isScalar, visit } from 'yaml';

/** A file for the GitOps folder; `path` is relative to it. */
export type ManifestFile = { readonly path: string; readonly content: string };

const headline = ' Written by Tailrace. It replaces what is changed here by hand.';

/**
 * One object as YAML, the same bytes for the same object. kubectl's parser reads YAML 1.1 and more as numbers, so any
 * text that is not plainly a word is quoted.
 */
export function writeManifest(object: unknown): string {
  const document = new Document(object, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, (_, node) => {
    if (isScalar(node) && typeof node.value === 'string' && needsQuotes(node.value))
      node.type = 'QUOTE_DOUBLE';
  });
  document.commentBefore = headline;
  return document.toString({ lineWidth: 0, directives: false });
}

/** Lines of text stay readable as a block, where they hold nothing that a block would change. */
function needsQuotes(text: string): boolean {
  if (text.includes('\n')) return /[^\P{C}\n]/u.test(text);
  return !/^[A-Za-z/][\w./-]*$/.test(text);
}
