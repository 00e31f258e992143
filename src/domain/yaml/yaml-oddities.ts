import { type Document, isCollection, isScalar, type Scalar, visit, type YAMLMap } from 'yaml';
import { quoted } from './mistake.ts';

/** `offset` in characters of the text. */
export type YamlOddity = { readonly offset: number; readonly message: string; readonly remedy: string };

/** Steps of the parsed tree; a map in a map takes two. Deeper ones would exhaust the stack of whoever walks them. */
const maximumDepth = 100;

/** Finding an alias's anchor walks the document each time: thousands would take minutes. */
const maximumAliases = 100;

export const tooDeep = {
  message: 'Values are nested too deeply here.',
  remedy: 'Write them flatter.',
};

/** What YAML allows and nobody can mean: a key twice, depth without end, numbers that would be rounded. */
export function yamlOddities(document: Document.Parsed): YamlOddity[] {
  const found: YamlOddity[] = [];
  const tell: Tell = (node, message, remedy) => {
    found.push({ offset: node.range?.[0] ?? 0, message, remedy });
  };
  const anchors = anchorsOf(document);
  let aliases = 0;
  visit(document, {
    Collection(_, node, path) {
      if (path.length <= maximumDepth) return undefined;
      tell(node, tooDeep.message, tooDeep.remedy);
      return visit.BREAK;
    },
    Alias(_, node) {
      aliases += 1;
      if (aliases > maximumAliases)
        tell(node, 'More YAML aliases (`*name`) than a hundred.', 'Write the repeated parts out.');
      if (aliases > maximumAliases) return visit.BREAK;
      if (!anchors.has(node.source))
        tell(node, `The alias ${quoted(`*${node.source}`)} has no anchor.`, 'Write the value itself.');
      return undefined;
    },
    Scalar: (key, node) => oddScalar(key === 'key', node, tell),
  });
  if (found.length === 0) visit(document, { Map: (_, map) => duplicateKeys(map, tell) });
  return found;
}

function anchorsOf(document: Document.Parsed): Set<string> {
  const anchors = new Set<string>();
  visit(document, {
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.add(node.anchor);
    },
  });
  return anchors;
}

type Tell = (
  node: { range?: readonly [number, number, number] | null | undefined },
  message: string,
  remedy: string,
) => void;

/** Found here, not by the parser, which compares every key with every other. */
function duplicateKeys(map: YAMLMap<unknown, unknown>, tell: Tell): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (isCollection(key)) tell(key, "A list or a map can't be a key.", 'Write a word as the key.');
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) tell(key, `${quoted(name)} stands twice in the same place.`, 'Keep one of the two.');
    seen.add(name);
  }
}

function oddScalar(isKey: boolean, node: Scalar, tell: Tell): void {
  const isDigits = /^[-+]?\d+$/.test(node.source ?? '');
  if (isDigits && typeof node.value === 'number' && !Number.isSafeInteger(node.value))
    tell(node, 'This number is too large to be carried exactly.', 'Write it in quotes.');
  if (isKey && node.value === '__proto__') tell(node, "`__proto__` can't be a key.", 'Choose another name.');
}

/** Whether plain data is nested too deeply, as it is without end where an alias stands inside its own anchor. */
export function isTooDeep(value: unknown, level = 0, seen = new Map<object, number>()): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (level > maximumDepth) return true;
  if ((seen.get(value) ?? -1) >= level) return false;
  seen.set(value, level);
  return Object.values(value).some((inner) => isTooDeep(inner, level + 1, seen));
}
