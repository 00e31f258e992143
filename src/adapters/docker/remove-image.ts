import type Docker from 'dockerode';
import { hasStatus, unlessMissing } from './engine-error.ts';

/** Takes a name away, and with the last one the image. One that is gone is success; one that a container uses (409) stays. */
export async function removeImage(docker: Docker, reference: string): Promise<void> {
  try {
    await unlessMissing(docker.getImage(reference).remove());
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}
