import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';
import { EMAIL } from './amendments.ts';
import { keep, keptFolder } from './kept.ts';
import type { Standalone } from './strict-schema.ts';

export type Validate = (value: unknown) => readonly string[];

/**
 * Compiles a schema to what is wrong with a value. Compiling takes longer than most tests, so the code is kept under the hash of
 * its schema and only loaded the next time.
 */
export function validatorOf(schema: Standalone): Validate {
  const text = JSON.stringify(schema);
  const path = join(keptFolder(), `${createHash('sha256').update(`${AJV} ${text}`).digest('hex')}.cjs`);
  if (!existsSync(path)) keep(path, compiled(schema));
  const validate = load(path);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(worded));
}

const require = createRequire(import.meta.url);
const AJV: string = require('ajv/package.json').version;

function load(path: string): ValidateFunction {
  return require(path);
}

function compiled(schema: Standalone): string {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, code: { source: true } });
  formats.default(ajv);
  ajv.addFormat('email', EMAIL);
  return standalone.default(ajv, ajv.compile(schema));
}

function worded({ instancePath, message = 'is wrong', params }: ErrorObject): string {
  const more = params.additionalProperty ?? params.unevaluatedProperty ?? params.allowedValues;
  return [instancePath || '/', message, ...(more === undefined ? [] : [JSON.stringify(more)])].join(' ');
}
