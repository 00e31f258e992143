import Docker, { type Container } from 'dockerode';
import pRetry, { AbortError } from 'p-retry';
import { z } from 'zod';
import { unlessMissing } from '../src/adapters/docker/engine-error.ts';

/** Removes every image of a repository from the Engine. The layers stay in its build cache, so that the next demo is quick. */
export async function removeImagesOf(repository: string): Promise<void> {
  const docker = new Docker();
  const images = await docker.listImages({ filters: { reference: [repository] } });
  const names = images.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])]);
  const ours = names.filter((name) => name.startsWith(`${repository}:`) || name.startsWith(`${repository}@`));
  for (const name of ours) await unlessMissing(docker.getImage(name).remove());
}

export interface Server {
  readonly image: string;
  readonly port: number;
  /** Answers when the server is ready. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Runs an image with one port open on loopback, waits until its path answers, and removes the container when `use` is done. */
export async function withServer<Result>(
  { image, port, path, signal }: Server,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const container = await new Docker().createContainer({
    Image: image,
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: { PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
  });
  try {
    await container.start();
    const url = `http://127.0.0.1:${await hostPort(container, port)}`;
    const untilItAnswers = { retries: 300, factor: 1, minTimeout: 200, signal };
    await pRetry(() => answers(container, `${url}${path}`), untilItAnswers);
    return await use(url);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

const inspectionSchema = z.object({
  State: z.object({ Running: z.boolean() }),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()),
  }),
});

async function hostPort(container: Container, port: number): Promise<string> {
  const { NetworkSettings } = inspectionSchema.parse(await container.inspect());
  const found = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
  if (found === undefined) throw new Error(`The Engine opened no port for the container's ${port}.`);
  return found;
}

/** Throws until it does; gives up at once when the container has ended. */
async function answers(container: Container, url: string): Promise<void> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok) return;
  if (inspectionSchema.parse(await container.inspect()).State.Running)
    throw new Error(`${url} does not answer.`);
  const log = await container.logs({ stdout: true, stderr: true, tail: 20 });
  throw new AbortError(`The container ended before ${url} answered:\n${log.toString('utf8')}`);
}
