import { Readable } from 'node:stream';
import { pack } from 'tar-stream';

/** A build context of a few small files. */
export function contextOf(files: Readonly<Record<string, string>>): Readable {
  const tar = pack();
  // A fixed time, so that the builder's cache finds the same context again.
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mtime: new Date(0) }, content);
  tar.finalize();
  return Readable.from(tar);
}
