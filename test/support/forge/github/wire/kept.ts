import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Where what was worked out once is kept for the next test file; it goes with `node_modules`. */
export function keptFolder(): string {
  return join(dirname(require.resolve('vitest/package.json')), '../.cache/github-description');
}

/** Several test processes may write the same file at once: it comes to be whole. */
export function keep(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

export function readKept(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
