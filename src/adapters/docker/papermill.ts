import type Docker from 'dockerode';
import type { NotebookOutcome, NotebookRequest, NotebookRunner } from '../../ports/images.ts';
import { isNoSuchCommand } from './engine-error.ts';
import { type InspectedImage, inspectImage } from './local-image.ts';
import { runNotebookIn } from './notebook-container.ts';
import { volumesIn } from './notebook-files.ts';
import { notebookSandbox } from './notebook-sandbox.ts';
import { readFound } from './probe.ts';
import { createToolchains, firstToolchain, type Own, type Toolchain } from './toolchain.ts';
import { requireVolume } from './volumes.ts';
import { withContainer } from './with-container.ts';

/**
 * Runs notebooks with papermill, and commands, in containers of the Engine: no capability, no mount, no network unless asked for. Files go in
 * and come out as archives.
 */
export function createNotebookRunner(docker: Docker): NotebookRunner {
  const toolchains = createToolchains(docker);
  return {
    async run(request) {
      for (const { volume } of volumesIn(request)) await requireVolume(docker, volume);
      const image = await inspectImage(docker, request.image.id);
      const place = { docker, request, image };
      if (request.program.kind === 'command') return runIn(place, undefined);
      const first = toolchains.isKnown(image) ? undefined : await runFirst(place);
      if (first && !first.own && isCutOff(first.outcome)) return first.outcome;
      const tools = await toolchains.find(image, request.runId, request.signal, first?.own);
      const { versions } = tools;
      return first?.own?.complete ? { ...first.outcome, versions } : runIn(place, tools);
    },
  };
}

interface Place {
  readonly docker: Docker;
  readonly request: NotebookRequest;
  readonly image: InspectedImage;
}

/** What came of a notebook in an image that nobody had looked into, and what its container told of that. */
interface First {
  readonly outcome: NotebookOutcome;
  readonly own: Own;
}

/** Most images have papermill: their first notebook tells of them, and no container is needed for that alone. Undefined where there is no `python`. */
async function runFirst({ docker, request, image }: Place): Promise<First | undefined> {
  const tools = firstToolchain(image);
  try {
    return await withContainer(docker, notebookSandbox(request, image, tools), async (container) => {
      const outcome = await runNotebookIn(docker, container, request, tools);
      return { outcome, own: await readFound(container, tools.python) };
    });
  } catch (error) {
    if (isNoSuchCommand(error)) return undefined;
    throw error;
  }
}

/** A container whose limits ended it before it told of its image: another look would say no more. */
function isCutOff({ timedOut, outOfMemory }: NotebookOutcome): boolean {
  return timedOut || outOfMemory;
}

function runIn({ docker, request, image }: Place, tools: Toolchain | undefined): Promise<NotebookOutcome> {
  const sandbox = notebookSandbox(request, image, tools);
  return withContainer(docker, sandbox, (container) => runNotebookIn(docker, container, request, tools));
}
