import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseImage } from '../../scripts/setup/base-image.mjs';

const folder = fileURLToPath(new URL('../../examples/churn', import.meta.url));

/** The files of examples/churn by path, for this registry and on the Python image of the set-up; all else as it stands. */
export function churnExample(imageRepository: string): Record<string, string | Buffer> {
  const files = Object.fromEntries(
    filesBelow(folder).map((path) => [relative(folder, path), readFileSync(path)] as const),
  );
  const replaced = (path: string, what: RegExp, by: string) => {
    const text = files[path]?.toString() ?? '';
    if (!what.test(text)) throw new Error(`examples/churn/${path} has changed: ${what} is not in it`);
    return text.replace(what, by);
  };
  return {
    ...files,
    Dockerfile: replaced('Dockerfile', /^ARG PYTHON_IMAGE=.*$/m, `ARG PYTHON_IMAGE=${baseImage}`),
    '.tailrace.yml': replaced('.tailrace.yml', /registry\.example\.com\/acme\/churn/, imageRepository),
  };
}

function filesBelow(path: string): string[] {
  return readdirSync(path)
    .filter((name) => !['__pycache__', '.ipynb_checkpoints'].includes(name))
    .map((name) => join(path, name))
    .flatMap((inner) => (statSync(inner).isDirectory() ? filesBelow(inner) : [inner]));
}
