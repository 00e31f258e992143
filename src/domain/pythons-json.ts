export type ParsedJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A JSON string, or one of the words that Python writes beside JSON. */
const stringOrWord = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;

/** Parses JSON as Python writes it: `NaN` and `Infinity`, which JSON does not know, are read as words. All else is read strictly. */
export function parsePythonsJson(text: string): ParsedJson {
  const json = text
    .replace(/^\ufeff/, '')
    .replace(stringOrWord, (found) => (found.startsWith('"') ? found : JSON.stringify(found)));
  try {
    return { kind: 'value', value: JSON.parse(json) };
  } catch (error) {
    return {
      kind: 'unreadable',
      why: `it is not JSON (${error instanceof Error ? error.message.split('\n')[0] : 'unknown error'})`,
    };
  }
}
