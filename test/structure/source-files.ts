import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

export interface SourceFile {
  /** From `src`: `domain/gates.ts`. */
  readonly path: string;
  readonly text: string;
  /** Whatever it imports, types too: packages by their name, our own files from `src`. */
  readonly imports: readonly string[];
}

const importing = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g;

function read(path: string): SourceFile {
  const text = readFileSync(`src/${path}`, 'utf8');
  const imports = [...text.matchAll(importing)].map(([, name = '']) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
  );
  return { path, text, imports };
}

/** Every file of ours. Tests run in the project's folder. */
export const sourceFiles: readonly SourceFile[] = globSync('**/*.ts', { cwd: 'src' }).sort().map(read);

/** `adapters/git` for what lies there, else the first folder; a file of `src` itself is its own layer. */
export function layerOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'adapters' ? `${first}/${second}` : first;
}

export function isOurs(name: string): boolean {
  return sourceFiles.some(({ path }) => path === name);
}
