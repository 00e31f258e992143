import type { NotebookRequest } from '../../ports/images.ts';
import type { InspectedImage } from './local-image.ts';
import { notebookContainerName } from './names.ts';
import {
  datasetPath,
  foundPath,
  inputPath,
  ipythonFolder,
  notebookFolder,
  outputPath,
  parametersPath,
  volumesIn,
} from './notebook-files.ts';
import { addedKernels, papermillCommand, tellingPapermillCommand } from './python-commands.ts';
import type { Sandbox } from './sandbox.ts';
import type { Toolchain } from './toolchain.ts';

/** The container that runs papermill on the request's notebook, or its command: that needs no tools. */
export function notebookSandbox(
  request: NotebookRequest,
  image: InspectedImage,
  tools: Toolchain | undefined,
): Sandbox {
  return {
    runId: request.runId,
    name: notebookContainerName(request.runId),
    image: tools?.image ?? image.id,
    command: commandOf(request, tools),
    workdir: request.image.workdir,
    user: image.user,
    environment: environmentOf(request, image, tools),
    cpus: request.cpus,
    memoryBytes: request.memoryBytes,
    network: request.network,
    volumes: volumesIn(request),
  };
}

function commandOf(request: NotebookRequest, tools: Toolchain | undefined): readonly string[] {
  if (request.program.kind === 'command') return request.program.command;
  if (!tools) throw new Error('a notebook needs papermill');
  const start = tools.tellsFirst
    ? tellingPapermillCommand(tools.python, foundPath)
    : papermillCommand(tools.python, tools.derived);
  return [...start, ...papermillArguments(request)];
}

function papermillArguments({ image, cellTimeoutSeconds }: NotebookRequest): string[] {
  const files = [inputPath, outputPath, '-f', parametersPath, '--cwd', image.workdir];
  const limit =
    cellTimeoutSeconds === undefined ? [] : ['--execution-timeout', String(Math.ceil(cellTimeoutSeconds))];
  return [...files, ...limit, '--progress-bar', '--no-log-output'];
}

function environmentOf(
  request: NotebookRequest,
  image: InspectedImage,
  tools: Toolchain | undefined,
): Map<string, string> {
  const needed =
    request.program.kind === 'command' ? [...writableFolders, matplotlibFolder] : writableFolders;
  const folders = needed.filter(([name]) => !image.environment.has(name));
  const datasets = request.datasets.map(({ name, path }): [string, string] => {
    return [datasetVariable(name), datasetPath(request.image.workdir, path)];
  });
  const jupyterPath = [addedKernels, image.environment.get('JUPYTER_PATH')].filter(Boolean).join(':');
  return new Map([
    ...Object.entries(request.secrets),
    ...folders,
    ...datasets,
    ['TAILRACE_PARAMETERS', parametersPath],
    ...(tools?.derived ? [['JUPYTER_PATH', jupyterPath] as const] : []),
  ]);
}

/** A user without a home folder could write none of these; what the image sets itself stays. */
const writableFolders: readonly (readonly [string, string])[] = [
  ['IPYTHONDIR', ipythonFolder],
  ['JUPYTER_RUNTIME_DIR', `${notebookFolder}/runtime`],
];

/** For commands alone: a notebook's kernel takes it only where there is no home folder (see `startupScript`). */
const matplotlibFolder = ['MPLCONFIGDIR', `${notebookFolder}/matplotlib`] as const;

/** `TAILRACE_DATASET_RAW_CUSTOMERS` for `raw-customers`. */
function datasetVariable(name: string): string {
  return `TAILRACE_DATASET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}
