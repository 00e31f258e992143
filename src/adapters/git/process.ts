import { PassThrough, type Readable } from 'node:stream';
import type { GitRemote } from '../../ports/forge.ts';
import { collect, runProgram, startProgram } from './program.ts';

/** git ended with another exit code than the caller expects. `stderr` holds no credentials: git never gets them in a URL. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed';
  readonly exitCode: number;
  readonly stderr: string;
  readonly stdout: string;

  constructor(args: readonly string[], exitCode: number, stdout: string, stderr: string) {
    super(
      `git ${args.find((word) => !word.startsWith('-')) ?? ''} ended with ${exitCode}: ${stderr.trim().slice(-2000)}`,
    );
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** Whether the forge did not take the login: git then wants to ask somebody for another (git 2.39, `credential.c`). */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof GitFailed && /Authentication failed|could not read Username/.test(error.stderr);
}

/** Whether the forge has a commit no more (git's `upload-pack.c`, "not our ref"; `fetch-pack.c`, "unadvertised object"). */
export function isForgotten(error: unknown): boolean {
  return error instanceof GitFailed && /not our ref|unadvertised object/.test(error.stderr);
}

/** Whether two commits have none in common (git's `builtin/merge-tree.c`). */
export function isUnrelated(error: unknown): boolean {
  return error instanceof GitFailed && error.stderr.includes('unrelated histories');
}

export interface GitCall {
  readonly gitDir: string;
  /** The environment that git inherits (proxies, certificates). */
  readonly inherited: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  readonly remote?: GitRemote | undefined;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration for this call alone. */
  readonly config?: Readonly<Record<string, string>>;
  readonly allow?: readonly number[];
}

/**
 * The environment of a git process. The credential travels as configuration in the environment
 * (git-config, "GIT_CONFIG_COUNT"), bound to the forge's URL: it is in no argument, no URL and no file.
 */
function environment({ inherited, gitDir, env, config, remote }: GitCall): NodeJS.ProcessEnv {
  const login = remote && {
    [`http.${new URL(remote.url).origin}/.extraHeader`]: `Authorization: ${remote.authorization}`,
  };
  const given = Object.entries({ ...config, ...login });
  return {
    ...inherited,
    GIT_DIR: gitDir,
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
    ...env,
    GIT_CONFIG_COUNT: `${given.length}`,
    ...Object.fromEntries(
      given.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

function programCall(call: GitCall) {
  return { args: call.args, env: environment(call), input: call.input };
}

/** Runs git to its end and gives its standard output. Throws {@link GitFailed} for an exit code that is not allowed. */
export async function git(call: GitCall): Promise<{ stdout: Buffer; exitCode: number }> {
  const { stdout, stderr, exitCode } = await runProgram('git', programCall(call));
  if (exitCode !== 0 && !call.allow?.includes(exitCode)) {
    throw new GitFailed(call.args, exitCode, stdout.toString(), stderr.toString());
  }
  return { stdout, exitCode };
}

/** Runs git and gives its standard output as a stream, which ends only where git ends well and fails where git fails. */
export function gitStream(call: GitCall): Readable {
  const child = startProgram('git', programCall(call));
  const output = new PassThrough();
  const stderr = collect(child.stderr);
  child.stdout?.pipe(output, { end: false });
  child.once('error', (error) => output.destroy(error));
  child.once('close', async (code) => {
    if (code === 0) output.end();
    else output.destroy(new GitFailed(call.args, code ?? 128, '', (await stderr).toString()));
  });
  output.once('close', () => child.kill());
  return output;
}
