import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { z } from 'zod';
import type { ImagePython } from '../../domain/papermill-problem.ts';
import type { Versions } from '../../domain/test-result.ts';
import { readWritten } from './archive-out.ts';
import { isNoSuchCommand } from './engine-error.ts';
import { probeContainerName } from './names.ts';
import { foundPath } from './notebook-files.ts';
import { probeCommand } from './python-commands.ts';
import { runContainer } from './run-container.ts';
import { withContainer } from './with-container.ts';

const probeSeconds = 120;
const probeMemory = 1024 ** 3;
const mostFoundBytes = 100_000;

const foundSchema = z.object({
  version: z.string(),
  virtual: z.boolean(),
  managed: z.boolean(),
  pip: z.boolean(),
  pip_wheel: z.string().nullable(),
  papermill: z.boolean(),
  kernels: z.array(z.string()),
  error: z.string().nullable(),
  versions: z.object({ papermill: z.string().nullable(), ipykernel: z.string().nullable() }),
});

/** The Python of an image and what of papermill it has. */
export interface PythonFound extends ImagePython {
  readonly pip: boolean;
  /** The wheel of pip that comes with this Python, where one does. */
  readonly pipWheel: string | undefined;
  /** Whether it has papermill and a kernel. */
  readonly complete: boolean;
  /** Why papermill does not start, where that was tried. */
  readonly error: string | undefined;
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
    const found = printed === undefined ? undefined : parseFound(command, printed);
    if (found) return found;
  }
  return undefined;
}

/** What a container's Python wrote of its image; undefined where it did not come to that. */
export async function readFound(container: Container, command: string): Promise<PythonFound | undefined> {
  const file = await readWritten(container, foundPath, undefined, mostFoundBytes);
  return file.kind === 'text' ? parseFound(command, file.text) : undefined;
}

/** Reads what a Python told of its image; undefined where that is nothing of it. */
function parseFound(command: string, printed: string): PythonFound | undefined {
  const lastLine = printed.trim().split('\n').at(-1) ?? '';
  const found = z.preprocess(jsonOrNothing, foundSchema).safeParse(lastLine);
  if (!found.success) return undefined;
  const { papermill, kernels, pip_wheel, error, versions, ...rest } = found.data;
  const known = { papermill: versions.papermill ?? undefined, ipykernel: versions.ipykernel ?? undefined };
  return {
    ...rest,
    command,
    pipWheel: pip_wheel ?? undefined,
    complete: papermill && kernels.length > 0 && error === null,
    error: error ?? undefined,
    versions: { python: rest.version, ...known },
  };
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
    name: probeContainerName(request.runId),
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
          if (stream === 'stdout' && printed.length < mostFoundBytes) printed += bytes.toString();
        },
      });
      return end.exitCode === 0 ? printed : undefined;
    } catch (error) {
      if (isNoSuchCommand(error)) return undefined;
      throw error;
    }
  });
}
