import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';

const docker = new Docker();

/** A volume of the Engine, filled by a script of the shell that runs in it. */
export async function makeVolume(script: string) {
  const name = `tailrace-test-${randomUUID().slice(0, 8)}`;
  await docker.createVolume({ Name: name });
  const change = (next: string) => fill(name, next);
  await change(script);
  return { name, change, remove: () => docker.getVolume(name).remove() };
}

async function fill(name: string, script: string): Promise<void> {
  const container = await docker.createContainer({
    Image: 'tailrace-base/python:3.11',
    Entrypoint: ['sh', '-ec', script],
    WorkingDir: '/volume',
    HostConfig: { Binds: [`${name}:/volume`] },
  });
  await container.start();
  const { StatusCode }: { StatusCode: number } = await container.wait();
  await container.remove();
  if (StatusCode !== 0) throw new Error(`the volume could not be filled: exit code ${StatusCode}`);
}
