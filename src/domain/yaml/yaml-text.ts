import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { inFileOrder, type Mistake, type MistakePath } from './mistake.ts';
import { isTooDeep, tooDeep, type YamlOddity, yamlOddities } from './yaml-oddities.ts';
import { type Place, placeAt, placeOf } from './yaml-places.ts';

/** Larger files are refused before they are parsed, in bytes of UTF-8. */
export const maximumFileBytes = 64 * 1024;

export type YamlText =
  | { readonly kind: 'ok'; readonly value: unknown; readonly placeOf: (path: MistakePath) => Place }
  | { readonly kind: 'mistakes'; readonly mistakes: Mistake[] };

/** Parses one YAML 1.2 document that a stranger may have written: capped, without tags, alias bombs or duplicate keys. */
export function readYaml(text: string): YamlText {
  if (Buffer.byteLength(text) > maximumFileBytes) return refuse([tooLarge]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const mistakes = problemsOf(document).map(({ offset, ...problem }) => ({
    ...placeAt(lines, offset),
    path: '',
    ...problem,
  }));
  if (mistakes.length > 0) return refuse(mistakes);
  const value = toPlain(document);
  if (value === undefined) return refuse([aliasBomb]);
  return { kind: 'ok', value: value.plain, placeOf: (path) => placeOf(document, lines, path) };
}

function refuse(mistakes: readonly Mistake[]): YamlText {
  return { kind: 'mistakes', mistakes: inFileOrder(mistakes) };
}

const tooLarge: Mistake = {
  line: 1,
  path: '',
  message: 'The file is larger than 64 KB.',
  remedy: 'Move data out of it: datasets and long parameters belong in files of their own.',
};

const aliasBomb: Mistake = {
  line: 1,
  path: '',
  message: 'The file repeats itself too often through YAML aliases (`*name`).',
  remedy: 'Write the repeated parts out.',
};

/**
 * Plain data of a document; undefined where aliases make it endless, or more than a hundred times larger than it is
 * (the library's ReferenceError; a RangeError where it exhausts the stack).
 */
export function toPlain(document: Document): { plain: unknown } | undefined {
  try {
    const plain: unknown = document.toJS({ maxAliasCount: 100 });
    return isTooDeep(plain) ? undefined : { plain };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What keeps a parsed document from being read: its syntax errors, or else what it can't mean. */
export function problemsOf(document: Document.Parsed): YamlOddity[] {
  const broken = worthTelling(document).map((error) => ({ offset: error.pos[0], ...explain(error) }));
  return broken.length > 0 ? broken : yamlOddities(document);
}

/** One broken bracket makes the parser stumble over all that follows: only the first syntax error tells something. */
function worthTelling(document: Document.Parsed): YAMLError[] {
  const all = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = all.findIndex((error) => !understood.includes(error.code));
  return first === -1 ? all : all.slice(0, first + 1);
}

const understood: readonly string[] = ['MULTIPLE_DOCS', 'TAG_RESOLVE_FAILED'];

function explain(error: YAMLError): { message: string; remedy: string } {
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep;
  if (error.code === 'MULTIPLE_DOCS') return secondDocument;
  if (error.code === 'TAG_RESOLVE_FAILED') return tag;
  return {
    message: `This is not valid YAML: ${firstSentence(error.message)}`,
    remedy: 'Check indentation, colons and quotes around here.',
  };
}

const secondDocument = {
  message: 'A second YAML document begins here.',
  remedy: 'Remove the `---` line and what belongs to the second document.',
};
const tag = { message: 'YAML tags (`!…`) are not read.', remedy: 'Write the plain value without a tag.' };

function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? message;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
