import { papermillImage as shared } from '../adapters/docker/notebook-fixture.ts';

/** The tag of an image with Python, papermill and ipykernel, built once and kept on the Engine. */
export async function papermillImage(): Promise<string> {
  await shared();
  return 'tailrace-test/papermill:2.7.0-1';
}
