import { expect, test } from 'vitest';
import { strictSchema } from './strict-schema.ts';
import { validatorOf } from './validators.ts';

const named = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const aged = { type: 'object', properties: { age: { type: 'integer' } } };
const schemas = { named, aged };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test.each([
  [
    'a field that nobody described',
    ref('named'),
    { name: 'a', more: 1 },
    ['/ must NOT have additional properties "more"'],
  ],
  ['a field that is missing', ref('named'), {}, ["/ must have required property 'name'"]],
  ['null where it may not be', ref('named'), { name: null }, ['/name must be string']],
  ['null where it may be', { type: 'string', nullable: true }, null, []],
  ['null among named values', { type: 'string', nullable: true, enum: ['a'] }, null, []],
  ['null instead of an object', { nullable: true, allOf: [ref('named')] }, null, []],
  ['what two schemas describe together', { allOf: [ref('named'), ref('aged')] }, { name: 'a', age: 1 }, []],
  [
    'what neither of two describes',
    { allOf: [ref('named'), ref('aged')] },
    { name: 'a', more: 1 },
    ['/ must NOT have unevaluated properties "more"'],
  ],
  ['one of two', { oneOf: [ref('named'), ref('aged')] }, { age: 1 }, []],
  ['an alternative beside own fields', { ...named, oneOf: [aged, {}] }, { name: 'a', age: 1 }, []],
  [
    'names of all kinds where they are allowed',
    { type: 'object', additionalProperties: { type: 'string' } },
    { a: 'b' },
    [],
  ],
  ['an address that is not given', { type: 'string', format: 'uri', default: '' }, '', []],
  ['an address that is none', { type: 'string', format: 'uri' }, 'here', ['/ must match format "uri"']],
])('%s', (_, schema, value, wrong) => {
  expect(validatorOf(strictSchema(schema, schemas))(value)).toEqual(wrong);
});
