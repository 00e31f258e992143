import { writeFileSync } from 'node:fs';
import { jsonSchemaText } from '../src/domain/configuration/json-schema.ts';
import { policyJsonSchemaText } from '../src/domain/policy/policy-json-schema.ts';

writeFileSync(new URL('../schema/tailrace.schema.json', import.meta.url), jsonSchemaText());
writeFileSync(new URL('../schema/policy.schema.json', import.meta.url), policyJsonSchemaText());
