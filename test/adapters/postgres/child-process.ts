import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process of our own that a test may kill. It talks in lines. */
export interface Child {
  /** Resolves once the child has said this line. Throws where it ends before. */
  says(line: string): Promise<void>;
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>;
}

/** Runs a program of this folder; it finds `input` as JSON in its first argument. */
export function startChild(program: string, input: object): Child {
  const path = join(import.meta.dirname, program);
  const child = spawn(process.execPath, [path, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = new Set<string>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.add(line));
  return {
    async says(line) {
      while (!said.has(line)) {
        const ended = once(lines, 'close').then(() => {
          if (!said.has(line)) throw new Error(`${program} ended without saying "${line}".`);
        });
        await Promise.race([once(lines, 'line'), ended]);
      }
    },
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
