import { type Document, isScalar, LineCounter, parseAllDocuments, type Tags, visit } from 'yaml';
import { problemsOf, toPlain } from '../yaml/yaml-text.ts';

export type TemplateFile = { readonly path: string; readonly content: string };

export type TemplateMistake = {
  /** The file as it was given; empty when no single file is to blame. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
};

/** Larger templates are refused before they are parsed, in bytes of UTF-8. */
const maximumTemplateBytes = 256 * 1024;

export type TemplateDocument = {
  readonly line: number;
  readonly value: unknown;
  readonly usesImage: boolean;
};
export type Placeholders = Readonly<
  Record<'image' | 'name' | 'namespace' | 'environment' | 'release', string>
>;

/**
 * Parses a template as kubectl would (YAML 1.1: `0644` is octal, but neither dates nor base 60), and replaces the
 * placeholders in its texts afterwards, so that no value can change the structure. Keys are left alone.
 */
export function readTemplate(
  file: TemplateFile,
  values: Placeholders,
): { documents: TemplateDocument[]; mistakes: TemplateMistake[] } {
  const lines = new LineCounter();
  const mistakes: TemplateMistake[] = [];
  const refuse: Refuse = (offset, message, remedy) => {
    mistakes.push({ path: file.path, line: Math.max(lines.linePos(offset).line, 1), message, remedy });
  };
  if (Buffer.byteLength(file.content) > maximumTemplateBytes)
    return {
      documents: [],
      mistakes: [
        {
          path: file.path,
          line: 1,
          message: 'The template is larger than 256 KB.',
          remedy: 'Split it, or move data out of it.',
        },
      ],
    };
  const parsed = parseAllDocuments(file.content, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.1',
    uniqueKeys: false,
    customTags: asKubectl,
  });
  const documents = [...parsed].flatMap((document) => readDocument(document, values, refuse));
  return {
    documents: documents.map(({ offset, ...rest }) => ({
      ...rest,
      line: Math.max(lines.linePos(offset).line, 1),
    })),
    mistakes,
  };
}

type Refuse = (offset: number, message: string, remedy: string) => void;
type Read = { readonly offset: number; readonly value: unknown; readonly usesImage: boolean };

function asKubectl(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === 'string' ||
      (tag.format !== 'TIME' && !/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
  );
}

function readDocument(document: Document.Parsed, values: Placeholders, refuse: Refuse): Read[] {
  const problems = problemsOf(document);
  for (const { offset, message, remedy } of problems) refuse(offset, message, remedy);
  if (problems.length > 0) return [];
  const offset = document.contents?.range?.[0] ?? 0;
  const usesImage = replaceIn(document, values, refuse);
  const value = toPlain(document);
  if (value === undefined)
    refuse(offset, 'The document repeats itself too often through aliases.', 'Write the repeated parts out.');
  return value === undefined || value.plain === null ? [] : [{ offset, value: value.plain, usesImage }];
}

const allowed =
  'Use `${image}`, `${name}`, `${namespace}`, `${environment}` or `${release}`; for a literal `${…}` write `$${…}`.';

function replaceIn(document: Document.Parsed, values: Placeholders, refuse: Refuse): boolean {
  let usesImage = false;
  const known = new Map(Object.entries(values));
  visit(document, (key, node) => {
    if (!isScalar(node) || typeof node.value !== 'string') return;
    const offset = node.range?.[0] ?? 0;
    if (key === 'key' && node.value.includes('${'))
      refuse(offset, 'Placeholders are not replaced in keys.', 'Write the key out.');
    if (key === 'key') return;
    node.value = node.value.replace(/\$?\$\{([^{}]*)\}/g, (found, name: string) => {
      if (found.startsWith('$$')) return found.slice(1);
      if (!known.has(name))
        refuse(offset, `The placeholder \`${found.replaceAll('`', "'")}\` is unknown.`, allowed);
      usesImage ||= name === 'image';
      return known.get(name) ?? found;
    });
  });
  return usesImage;
}
