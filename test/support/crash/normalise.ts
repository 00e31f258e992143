const long = /\b[0-9a-f]{64}\b|\b[0-9a-f]{40}\b/g;
const hashes = new RegExp(
  `${long.source}|\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\\b|\\b[0-9a-f]{7}\\b`,
  'g',
);

/**
 * A text without what differs between two equal roads: the repository's name, times, durations, memory. Each hash (and its short form) is replaced
 * by its number in the order of appearance, so that what is the same in one text stays the same.
 */
export function normalise(text: string, repository: string): string {
  const numbers = new Map<string, number>();
  const numberOf = (hash: string) => {
    const key = hash.slice(0, 7);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return number;
  };
  // A short hash of letters only may be a word: it counts where the long one stands somewhere.
  const known = new Set([...text.matchAll(long)].map(([hash]) => hash.slice(0, 7)));
  const isHash = (word: string) => /\d/.test(word) || known.has(word);
  return text
    .replaceAll(new RegExp(`[\\w./:-]*${repository}\\b`, 'g'), 'acme/model')
    .replaceAll(`"${repository.split('/')[1]}"`, '"model"')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+\d\d:?\d\d| UTC)?/g, '<time>')
    .replaceAll(/\b\d+(\.\d+)? ?(ms|s|min)\b/g, '<duration>')
    .replaceAll(/^\| Memory +\|.*\n|^ *"peakBytes": \d+,?\n/gm, '')
    .replaceAll(hashes, (word) => (isHash(word) || word.length > 7 ? `<hash ${numberOf(word)}>` : word));
}
