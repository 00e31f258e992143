import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { inFileOrder, type Mistake, type MistakePath } from './mistake.ts';
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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const mistakes = [...worthTelling(document).map(explain(lines)), ...oddValues(document, lines)];
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

/** The library refuses with a ReferenceError what expands to more than a hundred times itself. */
function toPlain(document: Document): { plain: unknown } | undefined {
  try {
    return { plain: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** One broken bracket makes the parser stumble over all that follows: only the first syntax error tells something. */
function worthTelling(document: Document.Parsed): YAMLError[] {
  const all = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = all.findIndex((error) => !understood.includes(error.code));
  return first === -1 ? all : all.slice(0, first + 1);
}

const understood: readonly string[] = ['DUPLICATE_KEY', 'MULTIPLE_DOCS', 'TAG_RESOLVE_FAILED'];

function explain(lines: LineCounter): (error: YAMLError) => Mistake {
  return (error) => {
    const place = placeAt(lines, error.pos[0]);
    if (error.code === 'DUPLICATE_KEY') return { ...place, ...duplicateKey };
    if (error.code === 'MULTIPLE_DOCS') return { ...place, ...secondDocument };
    if (error.code === 'TAG_RESOLVE_FAILED') return { ...place, ...tag };
    return {
      ...place,
      path: '',
      message: `This is not valid YAML: ${firstSentence(error.message)}`,
      remedy: indentation,
    };
  };
}

const indentation = 'Check indentation, colons and quotes around here.';
const duplicateKey = {
  path: '',
  message: 'This key stands twice in the same place.',
  remedy: 'Keep one of the two.',
};
const secondDocument = {
  path: '',
  message: 'A second YAML document begins here.',
  remedy: 'Remove the `---` line and what belongs to the second document.',
};
const tag = {
  path: '',
  message: 'YAML tags (`!…`) are not read.',
  remedy: 'Write the plain value without a tag.',
};

function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? message;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** What YAML allows and plain data can't carry exactly. */
function oddValues(document: Document.Parsed, lines: LineCounter): Mistake[] {
  const found: Mistake[] = [];
  visit(document, {
    Scalar(key, node) {
      const place = placeAt(lines, node.range?.[0] ?? 0);
      if (
        /^[-+]?\d+$/.test(node.source ?? '') &&
        typeof node.value === 'number' &&
        !Number.isSafeInteger(node.value)
      )
        found.push({
          ...place,
          path: '',
          message: 'This number is too large to be carried exactly.',
          remedy: 'Write it in quotes.',
        });
      if (key === 'key' && node.value === '__proto__')
        found.push({
          ...place,
          path: '',
          message: "`__proto__` can't be a key.",
          remedy: 'Choose another name.',
        });
    },
  });
  return found;
}
