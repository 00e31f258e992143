import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import pRetry from 'p-retry';
import { hasStatus, unlessMissing } from './engine-error.ts';
import { type Sandbox, sandboxOptions } from './sandbox.ts';

/** Creates a container, hands it to `use`, and removes it in the end, whatever happens. One of its name is removed first. */
export async function withContainer<T>(
  docker: Docker,
  sandbox: Sandbox,
  use: (container: Container) => Promise<T>,
): Promise<T> {
  if (sandbox.name !== undefined) await removeContainer(docker.getContainer(sandbox.name));
  const container = await create(docker, sandbox);
  try {
    return await use(container);
  } finally {
    await removeContainer(container);
  }
}

/** A name is taken (409) as long as the removal of its old container goes on. */
function create(docker: Docker, sandbox: Sandbox): Promise<Container> {
  return pRetry(() => docker.createContainer(sandboxOptions(sandbox)), {
    retries: 5,
    minTimeout: 200,
    shouldRetry: ({ error }) => hasStatus(error, 409),
  });
}

/** Removes a container with its volumes; one that is gone, or going, is success. */
export async function removeContainer(container: Container): Promise<void> {
  try {
    await unlessMissing(container.remove({ force: true, v: true }));
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}
