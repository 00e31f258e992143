import { createHash } from 'node:crypto';
import { inject } from 'vitest';
import { createImageTransfer } from '../../src/adapters/docker/transfer.ts';
import { createImageRegistry } from '../../src/adapters/registry/image-registry.ts';
import { build, docker, removeTags } from '../adapters/docker/test-engine.ts';

/** An image with Python in the registry of the tests, pinned by its digest. */
export async function pushedImage(): Promise<string> {
  const { Id } = await docker.getImage('tailrace-base/python:3.11').inspect();
  return push(Id, 'base');
}

const server = `FROM tailrace-base/python:3.11
WORKDIR /app
COPY index.html .
CMD ["python3", "-m", "http.server", "8080"]
`;

/** One whose server answers with this text on port 8080. */
export async function servingImage(text: string): Promise<string> {
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const { id } = await build(`serving-${name}`, server, { files: { 'index.html': text } });
  try {
    return await push(id, name);
  } finally {
    await removeTags(`tailrace/build:serving-${name}`);
  }
}

async function push(id: string, tag: string): Promise<string> {
  const { host, prefix } = inject('registry');
  const repository = `${host}/${prefix}/python`;
  const registry = createImageRegistry({ logins: new Map() });
  const transfer = createImageTransfer(docker, { digestOf: registry.digestOf, loginFor: () => undefined });
  const digest = await transfer.push(id, repository, tag, new AbortController().signal);
  await removeTags(`${repository}:${tag}`);
  return `${repository}@${digest}`;
}
