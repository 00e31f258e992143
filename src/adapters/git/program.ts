import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

export interface ProgramCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string | Buffer | undefined;
}

export interface ProgramEnd {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly exitCode: number;
}

export function startProgram(program: string, { args, env, input }: ProgramCall): ChildProcess {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin?.on('error', () => undefined); // it may end before it has read all: its exit code tells
  child.stdin?.end(input ?? '');
  return child;
}

export async function collect(stream: Readable | null): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (stream) await finished(stream);
  return Buffer.concat(chunks);
}

/** Runs a program to its end, whatever its exit code. Throws where it can't be started. */
export async function runProgram(program: string, call: ProgramCall): Promise<ProgramEnd> {
  const child = startProgram(program, call);
  const exit = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  const [stdout, stderr, exitCode] = await Promise.all([collect(child.stdout), collect(child.stderr), exit]);
  return { stdout, stderr, exitCode };
}
