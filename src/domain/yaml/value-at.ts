import type { MistakePath } from './mistake.ts';

/** What stands at `path` in plain data, or undefined. */
export function valueAt(data: unknown, path: MistakePath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
    return isPlainMap(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, data);
}

/** A copy of plain data without the keys at `paths`; where one ends in a list, without the key that the list stands under. */
export function withoutKeys(data: unknown, paths: readonly MistakePath[]): unknown {
  const copy: unknown = structuredClone(data);
  for (const path of paths) {
    const lastKey = path.findLastIndex((step) => typeof step === 'string');
    const map = lastKey === -1 ? undefined : valueAt(copy, path.slice(0, lastKey));
    if (isPlainMap(map)) delete map[String(path[lastKey])];
  }
  return copy;
}

export function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether `path` is `above` or lies under it. */
export function isUnder(path: MistakePath, above: MistakePath): boolean {
  return above.every((step, index) => path[index] === step);
}

/** Every path in plain data that these keys lead to; `*` is any key or index. */
export function pathsTo(data: unknown, keys: readonly string[], above: MistakePath = []): MistakePath[] {
  const [step, ...rest] = keys;
  if (step === undefined) return [above];
  return keysOf(data)
    .filter((key) => step === '*' || key === step)
    .flatMap((key) => pathsTo(valueAt(data, [key]), rest, [...above, key]));
}

function keysOf(data: unknown): (string | number)[] {
  if (Array.isArray(data)) return data.map((_, index) => index);
  return isPlainMap(data) ? Object.keys(data) : [];
}
