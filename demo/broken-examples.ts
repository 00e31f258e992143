import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from './churn-files.ts';

/** Label of an example's image: {@link BrokenExample.images}. */
export const imagesLabel = 'example.images';

const folder = fileURLToPath(new URL('../examples/broken', import.meta.url));

/** A repository whose test fails, each for a reason of its own. */
export interface BrokenExample {
  readonly name: string;
  /** The repository of its images, which its containers are told apart by. */
  readonly images: string;
  /** What is wrong with it: the first line of its `.tailrace.yml`. */
  readonly what: string;
  readonly files: Files;
}

/** What of the examples is elsewhere on this computer: the image to build on, where images go, and the server of datasets. */
export interface Elsewhere {
  readonly baseImage: string;
  readonly imageRepository: (name: string) => string;
  readonly dataHome: string;
}

/** All of examples/broken. */
export async function brokenExamples({
  baseImage,
  imageRepository,
  dataHome,
}: Elsewhere): Promise<readonly BrokenExample[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const paths = await readdir(join(folder, name));
      const read = async (path: string) => [path, await readFile(join(folder, name, path), 'utf8')] as const;
      const files = Object.fromEntries(await Promise.all(paths.map(read)));
      const { '.tailrace.yml': configuration = '', Dockerfile = '' } = files;
      const images = imageRepository(name);
      return {
        ...{ name, images },
        what: /^# (.*)/.exec(configuration)?.[1] ?? name,
        files: {
          ...files,
          '.tailrace.yml': configuration
            .replace(`registry.example.com/acme/${name}`, images)
            .replace('https://data.example.com', dataHome),
          Dockerfile: `${Dockerfile.replace('PYTHON_IMAGE=python:3.11-slim', `PYTHON_IMAGE=${baseImage}`)}LABEL ${imagesLabel}=${images}\n`,
        },
      };
    }),
  );
}
