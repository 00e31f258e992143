import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a file that has no name any more, so that nothing of it is left whatever ends this process, and closes it at the end. */
export async function withNamelessFile<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openNameless();
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-'));
  try {
    return await open(join(folder, 'file'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}
