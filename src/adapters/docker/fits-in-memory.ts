import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Of smaller notebooks no content can take more memory than there is to spare: about 20 bytes for each of theirs. */
const bigLetters = 4 * 1024 ** 2;
const mostHeapMegabytes = 384;
const mostMs = 60_000;
const child = fileURLToPath(new URL('read-notebook-child.ts', import.meta.url));

/**
 * Whether a notebook can be read in a bounded amount of memory. A big one is read in a process of its own first: what 50 MB of brackets come to
 * would end this one, and every run with it.
 */
export async function fitsInMemory(notebook: string): Promise<boolean> {
  if (notebook.length < bigLetters) return true;
  const ended = Promise.withResolvers<boolean>();
  // It is given nothing of our environment: it handles what strangers wrote.
  const reader = spawn(process.execPath, [`--max-old-space-size=${mostHeapMegabytes}`, child], {
    ...{ env: {}, stdio: ['pipe', 'ignore', 'ignore'] },
    ...{ timeout: mostMs, killSignal: 'SIGKILL' },
  });
  reader.on('error', ended.reject);
  reader.on('close', (code) => ended.resolve(code === 0));
  // One that ran out of memory does not read to the end.
  reader.stdin?.on('error', () => undefined);
  reader.stdin?.end(notebook);
  return ended.promise;
}
