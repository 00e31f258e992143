import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import type { NotebookOutcome, NotebookRequest, NotebookRunner } from '../../ports/images.ts';
import { putFiles, putFolders } from './archive-in.ts';
import { artifactsBefore } from './artifact-files.ts';
import { layerArtifacts } from './artifact-layer.ts';
import { failedCommands } from './failed-commands.ts';
import { inspectImage } from './local-image.ts';
import { filesIn, filesOut, foldersIn, stateBefore, volumesIn, writableFolders } from './notebook-files.ts';
import { createNotebookLog } from './notebook-log.ts';
import { notebookSandbox } from './notebook-sandbox.ts';
import { watchMemory } from './peak-memory.ts';
import { runContainer } from './run-container.ts';
import { createFindToolchain, type Toolchain } from './toolchain.ts';
import { requireVolume } from './volumes.ts';
import { withContainer } from './with-container.ts';

/**
 * Runs notebooks with papermill, and commands, in containers of the Engine: no capability, no mount, no network unless asked for. Files go in
 * and come out as archives. `truncated` names `log`, `out.ipynb` and `metrics.json`.
 */
export function createNotebookRunner(docker: Docker): NotebookRunner {
  const findToolchain = createFindToolchain(docker);
  return {
    async run(request) {
      for (const { volume } of volumesIn(request)) await requireVolume(docker, volume);
      const image = await inspectImage(docker, request.image.id);
      const tools =
        request.program.kind === 'notebook'
          ? await findToolchain(image, request.runId, request.signal)
          : undefined;
      const sandbox = notebookSandbox(request, image, tools);
      return withContainer(docker, sandbox, (container) => runIn(docker, container, request, tools));
    },
  };
}

async function runIn(
  docker: Docker,
  container: Container,
  request: NotebookRequest,
  tools: Toolchain | undefined,
): Promise<NotebookOutcome> {
  const { image, signal, timeoutSeconds, artifacts } = request;
  await putFiles(container, writableFolders, filesIn(request), signal);
  await putFolders(container, foldersIn(request), signal);
  const before = await stateBefore(container, image.workdir);
  const made = artifacts && (await artifactsBefore(container, image.workdir, artifacts));
  const log = createNotebookLog(request.onProgress);
  const memory = await watchMemory(container);
  const running = runContainer(container, { timeoutSeconds, signal, onOutput: log.add });
  const end = await running.finally(() => memory.end());
  log.end();
  const { unfit, ...files } = await filesOut(container, image.workdir, before);
  const truncated = [...(log.cut() ? ['log'] : []), ...unfit];
  const peakBytes = memory.end();
  const { versions = {}, derived = false } = tools ?? {};
  return {
    ...end,
    ...files,
    peakBytes,
    log: log.text(),
    versions,
    derived,
    truncated,
    failedCommands: tools ? await failedCommands(container) : [],
    layered: made && end.exitCode === 0 ? await layerArtifacts(docker, container, request, made) : undefined,
  };
}
