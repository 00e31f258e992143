export type ParsedJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A JSON string, or one of the words that Python writes beside JSON. */
const stringOrWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;

/** Parses JSON as Python writes it: `NaN` and `Infinity`, which JSON does not know, are read as words. All else is read strictly. */
export function parsePythonsJson(text: string): ParsedJson {
  const strict = parse(text);
  if (strict.kind === 'value') return strict;
  const json = text
    .replace(/^\ufeff/, '')
    .replace(stringOrWord, (found) => (found.startsWith('"') ? found : JSON.stringify(found)));
  return parse(json);
}

function parse(json: string): ParsedJson {
  try {
    return { kind: 'value', value: JSON.parse(json) };
  } catch (error) {
    const [why] = error instanceof Error ? error.message.split('\n') : ['unknown error'];
    return { kind: 'unreadable', why: `it is not JSON (${why})` };
  }
}
