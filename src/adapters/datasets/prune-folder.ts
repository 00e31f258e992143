import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
}

/** Removes the files below a folder that were not used for the longest time, until at most so many bytes are left. */
export async function pruneFolder(
  folder: string,
  mostBytes: number,
  isInUse: (file: string) => boolean,
): Promise<void> {
  const files = (await filesBelow(folder)).sort((a, b) => a.usedAt - b.usedAt);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files) {
    if (bytes <= mostBytes) return;
    // What is being made lies beside its place: `<file>.part`.
    if (isInUse(file.path.replace(/\.part(\.validator)?$/, ''))) continue;
    await rm(file.path, { force: true });
    bytes -= file.bytes;
  }
}

async function filesBelow(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = await Promise.all(
    paths.map(async (path): Promise<Found[]> => {
      const state = await stat(path).catch(() => undefined);
      return state ? [{ path, bytes: state.size, usedAt: state.mtimeMs }] : [];
    }),
  );
  return found.flat();
}
