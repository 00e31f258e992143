import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemaText } from '../../../src/domain/configuration/json-schema.ts';
import { isPlainMap } from '../../../src/domain/yaml/value-at.ts';

const committed = new URL('../../../schema/tailrace.schema.json', import.meta.url);

it('is committed as the code gives it (else run `node scripts/write-schema.ts`)', () => {
  expect(readFileSync(committed, 'utf8')).toBe(jsonSchemaText());
});

it('describes every key', () => {
  const keys = keysIn(JSON.parse(jsonSchemaText()));
  expect(keys.length).toBeGreaterThan(80);
  expect(keys.filter(({ description }) => typeof description !== 'string').map(({ path }) => path)).toEqual(
    [],
  );
});

it('knows short forms, and says what is not supported yet', () => {
  const { properties } = JSON.parse(jsonSchemaText());
  expect(properties.notebook.anyOf.map(({ type }: { type: string }) => type)).toEqual(['string', 'object']);
  expect(properties.environments.items.properties.dashboards.description).toMatch(/Not supported yet\.$/);
  expect(properties.gates.items.properties.min.description).not.toMatch(/Not supported yet/);
});

function keysIn(schema: unknown, path = ''): { path: string; description: unknown }[] {
  if (Array.isArray(schema)) return schema.flatMap((inner) => keysIn(inner, path));
  if (!isPlainMap(schema)) return [];
  const properties = isPlainMap(schema.properties) ? Object.entries(schema.properties) : [];
  const own = properties.flatMap(([key, inner]) => [
    { path: `${path}.${key}`, description: isPlainMap(inner) ? inner.description : undefined },
    ...keysIn(inner, `${path}.${key}`),
  ]);
  return [
    ...own,
    ...[schema.anyOf, schema.items, schema.additionalProperties].flatMap((inner) => keysIn(inner, path)),
  ];
}
