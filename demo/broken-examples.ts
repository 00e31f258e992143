import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from './churn-files.ts';

const folder = fileURLToPath(new URL('../examples/broken', import.meta.url));

/** A repository whose test fails, each for a reason of its own. */
export interface BrokenExample {
  readonly name: string;
  /** What is wrong with it: the first line of its `.tailrace.yml`. */
  readonly what: string;
  readonly files: Files;
}

/** All of examples/broken, with an image to build on that this computer has, and images to push to. */
export async function brokenExamples(
  baseImage: string,
  imageRepository: (name: string) => string,
): Promise<readonly BrokenExample[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const paths = await readdir(join(folder, name));
      const read = async (path: string) => [path, await readFile(join(folder, name, path), 'utf8')] as const;
      const files = Object.fromEntries(await Promise.all(paths.map(read)));
      const { '.tailrace.yml': configuration = '', Dockerfile = '' } = files;
      return {
        name,
        what: /^# (.*)/.exec(configuration)?.[1] ?? name,
        files: {
          ...files,
          '.tailrace.yml': configuration.replace(`registry.example.com/acme/${name}`, imageRepository(name)),
          Dockerfile: Dockerfile.replace('PYTHON_IMAGE=python:3.11-slim', `PYTHON_IMAGE=${baseImage}`),
        },
      };
    }),
  );
}
