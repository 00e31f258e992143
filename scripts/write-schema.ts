import { writeFileSync } from 'node:fs';
import { jsonSchemaText } from '../src/domain/configuration/json-schema.ts';

writeFileSync(new URL('../schema/tailrace.schema.json', import.meta.url), jsonSchemaText());
