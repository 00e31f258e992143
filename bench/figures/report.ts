import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Figure, milliseconds, times } from '../figure.ts';
import { type Memory, mostMemory } from '../most-memory.ts';
import { median } from '../statistics.ts';

const outputs = 300;
const bytesOfPicture = 120_000;

const measuredSchema = z.object({ milliseconds: z.number(), characters: z.number() });

interface Measured {
  readonly milliseconds: number;
  readonly memory: Memory;
}

/** What it takes to tell of a large notebook: 50 MB with 300 outputs, pictures, tables and printed lines in turn. */
export const report: Figure = {
  name: 'report',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-bench-'));
    try {
      const path = join(folder, 'notebook.ipynb');
      await writeFile(path, largeNotebook());
      // As Tailrace is started: its code lies compiled, which the first of these sees to.
      const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };
      await measureOnce(path, env);
      const all: Measured[] = [];
      for (let taken = 0; taken < times; taken++) all.push(await measureOnce(path, env));
      return [
        {
          what: 'notebook of 50 MB with 300 outputs → texts of comment and full report',
          measured: milliseconds(median(all.map((each) => each.milliseconds))),
          goal: '≤ 1000 ms',
        },
        {
          what: 'most memory of the process that does it, and of the one that reads for it, at one time',
          measured: `${megabytes(all, 'each')} (${megabytes(all, 'once')} with what both map counted once)`,
          goal: '≤ 200 MB',
        },
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

function megabytes(all: readonly Measured[], count: keyof Memory): string {
  return `${median(all.map(({ memory }) => memory[count])).toFixed(0)} MB`;
}

async function measureOnce(path: string, env: NodeJS.ProcessEnv): Promise<Measured> {
  const script = new URL('../comment-of-notebook.ts', import.meta.url).pathname;
  const running = promisify(execFile)(process.execPath, ['--max-semi-space-size=2', script, path], { env });
  const memory = await mostMemory(running.child.pid ?? 0);
  const { stdout } = await running;
  return { milliseconds: measuredSchema.parse(JSON.parse(stdout)).milliseconds, memory };
}

function largeNotebook(): string {
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(bytesOfPicture, 7)]);
  const row = '<tr><th>1</th><td>monthly</td><td>0.31</td></tr>';
  const table = `<table><thead><tr><th></th><th>contract</th><th>left</th></tr></thead><tbody>${row.repeat(60)}</tbody></table>`;
  const shows = [
    { output_type: 'display_data', data: { 'image/png': picture.toString('base64') } },
    { output_type: 'execute_result', data: { 'text/html': table } },
    { output_type: 'stream', name: 'stdout', text: 'a line that was printed\n'.repeat(14_000) },
  ];
  const cells = Array.from({ length: outputs }, (_, index) => ({
    cell_type: 'code',
    source: `step(${index})`,
    execution_count: index + 1,
    metadata: { papermill: { duration: index / 10 } },
    outputs: [shows[index % shows.length]],
  }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}
