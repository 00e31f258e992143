import type Docker from 'dockerode';
import { z } from 'zod';
import type { Versions } from '../../domain/test-result.ts';
import { hasStatus } from './engine-error.ts';
import { probeCommand } from './python-commands.ts';
import { runContainer } from './run-container.ts';
import { withContainer } from './with-container.ts';

const probeSeconds = 120;
const probeMemory = 1024 ** 3;

const foundSchema = z.object({
  python: z.string(),
  pip: z.boolean(),
  papermill: z.boolean(),
  versions: z.object({ papermill: z.string().nullable(), ipykernel: z.string().nullable() }),
  kernels: z.array(z.string()),
});

/** The Python of an image and what of papermill it has. */
export interface PythonFound {
  /** The command: `python` or `python3`. */
  readonly command: string;
  readonly pip: boolean;
  /** Whether it has papermill and a kernel. */
  readonly complete: boolean;
  readonly versions: Versions;
}

export interface ProbeRequest {
  readonly runId: string;
  readonly image: string;
  readonly user: string;
  /** Whether the image is a derived one: then our packages are looked at too. */
  readonly derived: boolean;
}

/** Asks the image's Python what it has, in a container like a notebook's; undefined where it has no Python 3. */
export async function probePython(docker: Docker, request: ProbeRequest): Promise<PythonFound | undefined> {
  for (const command of ['python', 'python3']) {
    const printed = await printedBy(docker, request, probeCommand(command, request.derived));
    const found = printed === undefined ? undefined : parse(printed);
    if (found) return { command, ...found };
  }
  return undefined;
}

function parse(printed: string): Omit<PythonFound, 'command'> | undefined {
  const lastLine = printed.trim().split('\n').at(-1) ?? '';
  const found = z.preprocess(jsonOrNothing, foundSchema).safeParse(lastLine);
  if (!found.success) return undefined;
  const { python, pip, papermill, kernels, versions } = found.data;
  const known = { papermill: versions.papermill ?? undefined, ipykernel: versions.ipykernel ?? undefined };
  return { pip, complete: papermill && kernels.length > 0, versions: { python, ...known } };
}

function jsonOrNothing(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/** What a command prints; undefined where it does not exist or fails. */
async function printedBy(
  docker: Docker,
  request: ProbeRequest,
  command: string[],
): Promise<string | undefined> {
  const limits = { cpus: 1, memoryBytes: probeMemory, network: false };
  const sandbox = {
    ...limits,
    runId: request.runId,
    image: request.image,
    command,
    workdir: '/',
    user: request.user,
  };
  let printed = '';
  return withContainer(docker, { ...sandbox, environment: new Map() }, async (container) => {
    try {
      const end = await runContainer(container, {
        timeoutSeconds: probeSeconds,
        signal: new AbortController().signal,
        onOutput: ({ stream, bytes }) => {
          if (stream === 'stdout' && printed.length < 100_000) printed += bytes.toString();
        },
      });
      return end.exitCode === 0 ? printed : undefined;
    } catch (error) {
      // The Engine's words for a command that the image does not have.
      if (hasStatus(error, 400) || hasStatus(error, 404)) return undefined;
      throw error;
    }
  });
}
