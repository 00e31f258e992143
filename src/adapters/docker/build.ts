import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { BuildRequest, ImageBuilder, LocalImage } from '../../ports/images.ts';
import { buildFailure } from './build-failure.ts';
import { type BuildLog, createBuildLog } from './build-log.ts';
import { openBuildSession } from './build-session.ts';
import { decodeBuildTrace } from './build-trace.ts';
import { dialStream } from './dial.ts';
import { unlessMissing } from './engine-error.ts';
import { jsonLines } from './json-lines.ts';
import { inspectImage, localImage } from './local-image.ts';
import { buildTag } from './names.ts';

/** What one build needs; {@link BuildRequest} without the run, for images of our own too. */
export interface ImageRecipe extends Omit<BuildRequest, 'runId'> {
  readonly tag: string;
}

/**
 * Builds with the Engine's BuildKit. The image keeps the tag `tailrace/build:<run>` until it is pushed, or until the clean-up
 * after its run. Rejects with {@link BuildFailed} where the Dockerfile is at fault.
 */
export function createImageBuilder(docker: Docker): ImageBuilder {
  return {
    async build({ runId, ...recipe }) {
      const tag = buildTag(runId);
      // What an earlier try of the run built would stay behind without a name. Its container may still be there: force.
      await unlessMissing(docker.getImage(tag).remove({ force: true }));
      return buildImage(docker, { ...recipe, tag });
    },
  };
}

export async function buildImage(docker: Docker, recipe: ImageRecipe): Promise<LocalImage> {
  recipe.signal.throwIfAborted();
  const session = await openBuildSession(docker);
  try {
    await followBuild(docker, recipe, session.id);
  } catch (error) {
    recipe.signal.throwIfAborted();
    throw error;
  } finally {
    session.close();
  }
  return localImage(await inspectImage(docker, recipe.tag));
}

async function followBuild(docker: Docker, recipe: ImageRecipe, session: string): Promise<void> {
  const context = recipe.context();
  const broken = failureOf(context);
  const log = createBuildLog(recipe.onLine);
  try {
    const answer = await dialStream(docker, buildCall(recipe, context, session));
    for await (const message of jsonLines(answer)) follow(message, log);
  } catch (error) {
    throw broken() ?? error;
  } finally {
    context.destroy();
  }
}

/** A context that can't be read ends the request with a dull "aborted": its own error says why. */
function failureOf(context: Readable): () => Error | undefined {
  let failure: Error | undefined;
  context.on('error', (error) => {
    failure = error;
  });
  return () => failure;
}

function buildCall(recipe: ImageRecipe, context: Readable, session: string) {
  const options = {
    version: '2',
    session,
    dockerfile: recipe.dockerfile,
    t: recipe.tag,
    labels: recipe.labels,
    nocache: recipe.fresh ?? false,
    buildargs: { BUILDKIT_CACHE_MOUNT_NS: recipe.cacheNamespace },
  };
  // The connection's end is what stops the build on the Engine.
  const how = {
    file: context,
    abortSignal: recipe.signal,
    statusCodes: { 200: true, 400: 'bad request', 500: 'server error' },
  };
  return { path: '/build?', method: 'POST', options, ...how };
}

const progress = z.union([
  z.object({ id: z.literal('moby.buildkit.trace'), aux: z.string() }),
  z.object({ errorDetail: z.object({ message: z.string() }) }),
]);

function follow(message: unknown, log: BuildLog): void {
  const known = progress.safeParse(message);
  if (!known.success) return;
  if ('errorDetail' in known.data) throw buildFailure(known.data.errorDetail.message, log.failedStep());
  log.add(decodeBuildTrace(known.data.aux));
}
