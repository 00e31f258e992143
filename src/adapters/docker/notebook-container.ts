import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import type { NotebookOutcome, NotebookRequest } from '../../ports/images.ts';
import { putFiles, putFolders } from './archive-in.ts';
import { artifactsBefore } from './artifact-files.ts';
import { layerArtifacts } from './artifact-layer.ts';
import { failedCommands } from './failed-commands.ts';
import { filesIn, filesOut, foldersIn, stateBefore, writableFolders } from './notebook-files.ts';
import { createNotebookLog } from './notebook-log.ts';
import { watchMemory } from './peak-memory.ts';
import { runContainer } from './run-container.ts';
import type { Toolchain } from './toolchain.ts';

/** Puts a notebook's files into its container, runs it, and takes out what it wrote. `truncated` names `log`, `out.ipynb` and `metrics.json`. */
export async function runNotebookIn(
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
  const log = createNotebookLog(request.onProgress, Object.values(request.secrets));
  const memory = await watchMemory(container);
  const running = runContainer(container, { timeoutSeconds, signal, onOutput: log.add });
  const end = await running.finally(() => memory.end());
  log.end();
  const { unfit, ...files } = await filesOut(container, request, before);
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
