import Docker from 'dockerode';
import { inject } from 'vitest';
import { createImageTransfer } from '../../src/adapters/docker/transfer.ts';
import { createImageRegistry } from '../../src/adapters/registry/image-registry.ts';

/** An image with Python in the registry of the tests, pinned by its digest. */
export async function pushedImage(): Promise<string> {
  const { host, prefix } = inject('registry');
  const repository = `${host}/${prefix}/python`;
  const registry = createImageRegistry({ logins: new Map() });
  const docker = new Docker();
  const transfer = createImageTransfer(docker, { digestOf: registry.digestOf, loginFor: () => undefined });
  const { Id } = await docker.getImage('tailrace-base/python:3.11').inspect();
  const digest = await transfer.push(Id, repository, 'base', new AbortController().signal);
  await docker.getImage(`${repository}:base`).remove();
  return `${repository}@${digest}`;
}
