import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path/posix';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { z } from 'zod';
import { type DataOutcome, foundSchema, profileSchema } from '../../domain/data-checks/data-found.ts';
import { createTerminalLines } from '../../domain/terminal-lines.ts';
import type { DataChecker, DataCheckRequest } from '../../ports/data-checker.ts';
import type { DatasetForRun } from '../../ports/images.ts';
import { abortable } from './abortable.ts';
import { putFiles, putFolders } from './archive-in.ts';
import { type FileOut, readWritten } from './archive-out.ts';
import { createCappedLog } from './capped-log.ts';
import { checkerRecipe, ensureCheckerImage } from './checker-image.ts';
import { checkerContainerName } from './names.ts';
import { notebookFolder as folder } from './notebook-files.ts';
import { runContainer } from './run-container.ts';
import type { Sandbox } from './sandbox.ts';
import { requireVolume } from './volumes.ts';
import { withContainer } from './with-container.ts';

const program = readFileSync(new URL('./data_checks.py', import.meta.url));
const programPath = `${folder}/data_checks.py`;
const askedPath = `${folder}/checks.json`;
const foundPath = `${folder}/found.json`;

const mostFoundBytes = 4 * 1024 ** 2;
const mostLogBytes = 16 * 1024;
/** Nobody's: the checker reads data that anybody may read, and writes to a folder that is open to all. */
const nobody = '65534:65534';

/**
 * Checks data with pandera in a container of an image of our own: no network, no capability, no user's rights. Data goes in as it does for
 * notebooks. `base` is the image that ours is made from.
 */
export function createDataChecker(docker: Docker, base: string): DataChecker {
  let image: Promise<string> | undefined;
  const ensured = () => {
    image ??= ensureCheckerImage(docker, base).finally(() => {
      image = undefined;
    });
    return image;
  };
  return {
    version: createHash('sha256').update(program).update(checkerRecipe).digest('hex').slice(0, 16),
    async check(request) {
      const { dataset } = request;
      if (dataset.kind === 'volume') await requireVolume(docker, dataset.volume);
      const sandbox = sandboxOf(request, await abortable(ensured(), request.signal));
      return withContainer(docker, sandbox, (container) => checkIn(container, request));
    },
  };
}

function sandboxOf({ runId, dataset, cpus, memoryBytes }: DataCheckRequest, image: string): Sandbox {
  const threads = String(Math.max(1, Math.ceil(cpus)));
  return {
    runId,
    name: checkerContainerName(runId, dataset.name),
    image,
    command: ['python3', '-I', programPath],
    workdir: '/',
    user: nobody,
    environment: new Map([['POLARS_MAX_THREADS', threads]]),
    cpus,
    memoryBytes,
    network: false,
    volumes: dataset.kind === 'volume' ? [{ volume: dataset.volume, path: placeOf(dataset) }] : [],
  };
}

/** The name's ending says how the data is written. */
function placeOf({ path }: DatasetForRun): string {
  return `/data/in-${basename(path)}`;
}

async function checkIn(container: Container, request: DataCheckRequest): Promise<DataOutcome> {
  const { dataset, checks, signal, timeoutSeconds, memoryBytes } = request;
  const path = placeOf(dataset);
  const asked = Buffer.from(JSON.stringify({ path, checks }));
  const data = dataset.kind === 'file' ? [{ path, bytes: dataset.bytes, content: dataset.content }] : [];
  await putFiles(
    container,
    [folder],
    [fileOf(programPath, program), fileOf(askedPath, asked), ...data],
    signal,
  );
  if (dataset.kind === 'folder') await putFolders(container, [{ path, tar: dataset.tar }], signal);
  const log = createCappedLog(mostLogBytes);
  const lines = createTerminalLines(log.add);
  const onOutput = ({ bytes }: { readonly bytes: Buffer }) => lines.write(bytes);
  const end = await runContainer(container, { timeoutSeconds, signal, onOutput });
  lines.end();
  if (end.timedOut) return { kind: 'timed-out', seconds: timeoutSeconds };
  if (end.outOfMemory) return { kind: 'out-of-memory', memoryBytes };
  const found = await readWritten(container, foundPath, undefined, mostFoundBytes);
  return (end.exitCode === 0 && outcomeOf(found)) || { kind: 'broken', log: log.text().replaceAll('\0', '') };
}

function fileOf(path: string, content: Buffer) {
  return { path, bytes: content.length, content: () => Readable.from([content]) };
}

const writtenSchema = z.union([
  z.object({ unreadable: z.string().max(400) }),
  z.object({ found: z.array(foundSchema), profile: profileSchema }),
]);

function outcomeOf(file: FileOut): DataOutcome | undefined {
  if (file.kind !== 'text') return undefined;
  const written = writtenSchema.safeParse(JSON.parse(file.text));
  if (!written.success) return undefined;
  if ('unreadable' in written.data) return { kind: 'unreadable', why: written.data.unreadable };
  return { kind: 'checked', ...written.data };
}
