import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { amendedOperation } from './amendments.ts';
import { type Excerpt, excerptOf, operationsOf, webhooksOf } from './excerpt.ts';
import { type Json, objectAt } from './json.ts';
import { keep, keptFolder, readKept } from './kept.ts';

const require = createRequire(import.meta.url);
const Kept = z.object({
  parts: z.record(z.string(), z.unknown()),
  schemas: z.record(z.string(), z.unknown()),
});

/** GitHub's own description of these operations (`GET /repos/{}/{}`), from `@octokit/openapi`: github.com as it is now. */
export function restDescription(operations: readonly string[]): Excerpt {
  return keptExcerpt('@octokit/openapi', operations, (document) => {
    const all = Object.entries(operationsOf(document)).filter(([name]) => operations.includes(name));
    const errors = Object.entries(ERRORS);
    return [...all.map(([name, one]): [string, unknown] => [name, amendedOperation(name, one)]), ...errors];
  });
}

/** Errors that every operation may give are not described for each (401, 403, 404, 422, …). */
export const ERRORS = {
  error: { $ref: '#/components/responses/not_found' },
  invalid: { $ref: '#/components/responses/validation_failed' },
};

/** GitHub's own description of these events with all their actions, from `@octokit/openapi-webhooks`. */
export function webhookDescription(events: readonly string[]): Excerpt {
  return keptExcerpt('@octokit/openapi-webhooks', events, (document) => {
    const all = Object.entries(webhooksOf(document));
    return all.filter(([name]) => events.includes(name.split('.')[0] ?? ''));
  });
}

/** A whole description takes long to read (13 MB) and little of it is wanted, so that is kept, for each version. */
function keptExcerpt(
  packageName: string,
  wanted: readonly string[],
  choose: (document: Json) => [string, unknown][],
): Excerpt {
  const folder = packageFolder(packageName);
  const version = readFileSync(join(folder, 'package.json'), 'utf8');
  const key = createHash('sha256')
    .update([version, READER, ...wanted].join('\n'))
    .digest('hex');
  const path = join(keptFolder(), `${key}.json`);
  const kept = readKept(path);
  if (kept !== undefined) return Kept.parse(JSON.parse(kept));
  const text = readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8');
  const document = objectAt(JSON.parse(text), packageName);
  const excerpt = excerptOf(document, Object.fromEntries(choose(document)));
  keep(path, JSON.stringify(excerpt));
  return excerpt;
}

/** The code that reads: another one may keep something else. */
const READER = ['excerpt.ts', 'description.ts', 'amendments.ts']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('');

function packageFolder(name: string): string {
  return join(require.resolve(`${name}/package.json`), '..');
}
