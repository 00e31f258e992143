import { describe, expect, test } from 'vitest';
import { isOurs, layerOf, type SourceFile, sourceFiles } from './source-files.ts';

/** What each layer may import of ours beside itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  pipelines: ['domain', 'ports'],
  web: ['domain', 'ports'],
  'settings.ts': ['domain', 'settings'],
  settings: ['domain'],
};
const adapters = ['domain', 'ports'];
/** The composition root and the entry know everything. */
const roots = ['compose.ts', 'main.ts'];

function across({ path, imports }: SourceFile): string[] {
  const layer = layerOf(path);
  const may = [layer, ...(allowed[layer] ?? adapters)];
  return imports
    .filter((name) => isOurs(name) && !may.includes(layerOf(name)))
    .map((name) => `${path} → ${name}`);
}

test('there is something to look at, and every import of ours is a file', () => {
  expect(sourceFiles.length).toBeGreaterThan(100);
  const lost = sourceFiles.flatMap(({ path, imports }) =>
    imports.filter((name) => name.endsWith('.ts') && !isOurs(name)).map((name) => `${path} → ${name}`),
  );
  expect(lost).toEqual([]);
});

test('every folder of src is a layer that is known here', () => {
  const layers = new Set(sourceFiles.map(({ path }) => layerOf(path)));
  const known = [...Object.keys(allowed), ...roots];
  expect([...layers].filter((layer) => !known.includes(layer) && !/^adapters\/[a-z]+$/.test(layer))).toEqual(
    [],
  );
});

test('layers import what the design allows them', () => {
  expect(sourceFiles.filter(({ path }) => !roots.includes(path)).flatMap(across)).toEqual([]);
});

test('what goes across is seen by this test', () => {
  const bad = {
    path: 'domain/x.ts',
    text: '',
    imports: ['ports/git.ts', 'adapters/git/cache.ts', 'domain/gates/gate.ts'],
  };
  expect(across(bad)).toEqual(['domain/x.ts → ports/git.ts', 'domain/x.ts → adapters/git/cache.ts']);
  expect(across({ ...bad, path: 'adapters/github/x.ts' })).toEqual([
    'adapters/github/x.ts → adapters/git/cache.ts',
  ]);
});

describe('what comes from outside', () => {
  const pure = [
    'node:crypto',
    'node:util',
    'node:path',
    'yaml',
    'zod',
    'diff',
    'jsonc-parser',
    'markdown-table',
    'parse5',
    'dockerfile-ast',
    'image-size',
    'markdown-it',
    'picomatch',
    'chrono-node/en',
    'croner',
    'luxon',
  ];

  function outside(layer: string): string[] {
    const files = sourceFiles.filter(({ path }) => layerOf(path) === layer);
    return [...new Set(files.flatMap(({ imports }) => imports.filter((name) => !isOurs(name))))];
  }

  test('the domain does no input or output, and has no clock', () => {
    expect(outside('domain').filter((name) => !pure.includes(name))).toEqual([]);
    const impure =
      /\bnew Date\(\)|Date\.now\(|Math\.random\(|\bfetch\(|\bset(Timeout|Interval)\(|randomUUID|\bconsole\./;
    const found = sourceFiles.filter(({ path, text }) => layerOf(path) === 'domain' && impure.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('ports and pipelines know no SDK', () => {
    const may = [...pure, 'node:stream', 'node:stream/promises'];
    expect([...outside('ports'), ...outside('pipelines')].filter((name) => !may.includes(name))).toEqual([]);
  });
});

/** A way from a file back to itself, if there is one. */
function cycleFrom(start: string, importsOf: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const next of importsOf.get(path) ?? []) {
      if (next === start) return wayBack(path, start, cameFrom);
      if (!cameFrom.has(next)) open.push(next);
      if (!cameFrom.has(next)) cameFrom.set(next, path);
    }
  }
  return undefined;
}

function wayBack(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [start];
  for (let path: string | undefined = end; path !== undefined && path !== start; path = cameFrom.get(path)) {
    way.unshift(path);
  }
  return [start, ...way];
}

test('no file imports itself by way of others, not even types', () => {
  const importsOf = new Map(sourceFiles.map(({ path, imports }) => [path, imports]));
  expect(sourceFiles.flatMap(({ path }) => cycleFrom(path, importsOf)?.join(' → ') ?? [])).toEqual([]);
  const bad = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b', 'a']],
  ]);
  expect(cycleFrom('a', bad)).toEqual(['a', 'b', 'c', 'a']);
});
