import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dockerfileLine } from '../../domain/build/dockerfile-line.ts';
import { sourceTreeLabel } from '../../domain/names.ts';
import { PersonError } from '../../domain/person-error.ts';
import { formatRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import { buildFailedText } from '../../domain/texts/build-problem.ts';
import type { GitReader } from '../../ports/git.ts';
import { BuildFailed, type ImageBuilder, type LocalImage } from '../../ports/images.ts';
import type { Run } from '../../ports/run.ts';
import type { TestSubject } from './test-subject.ts';

export interface BuiltImage {
  readonly local: LocalImage;
  /** The readable build log; undefined where nothing was built. */
  readonly log: string | undefined;
}

const builtSchema = z.object({
  local: z.object({ id: z.string(), exposedPorts: z.array(z.number()), workdir: z.string() }),
  log: z.string(),
});

/** The step's name, and what it gives. */
export const buildStep = ['build', builtSchema] as const;

/** Characters of a build log that are kept. */
const logCap = 2_000_000;

/** Builds the image of a source tree from that tree alone. Throws a {@link PersonError} where the Dockerfile is at fault. */
export function buildImage(
  ports: { git: GitReader; builder: ImageBuilder },
  run: Run,
  subject: TestSubject,
): Promise<BuiltImage> {
  return run.step(...buildStep, async () => {
    const lines: string[] = [];
    await ports.git.prefetch(subject.repository, subject.sourceTree, subject.runs.context);
    try {
      const local = await ports.builder.build({
        ...requestOf(ports.git, run, subject),
        onLine: (line) => lines.push(line),
      });
      return { local: { ...local, exposedPorts: [...local.exposedPorts] }, log: clean(lines) };
    } catch (error) {
      if (!(error instanceof BuildFailed)) throw error;
      throw await explain(ports.git, subject, error, lines);
    }
  });
}

async function explain(
  git: GitReader,
  { repository, sourceTree, runs: { dockerfile } }: TestSubject,
  { message, obstacle }: BuildFailed,
  log: readonly string[],
): Promise<PersonError> {
  const text = (await git.read(repository, sourceTree, dockerfile))?.toString() ?? '';
  const line = dockerfileLine(text, obstacle);
  const problem = buildFailedText({ dockerfile, line, obstacle, message, log });
  return new PersonError(problem.title, problem.message);
}

function requestOf(
  git: GitReader,
  run: Run,
  { repository, sourceTree, runs, parts, fork, fresh }: TestSubject,
) {
  return {
    runId: run.id,
    context: () => git.archive(repository, sourceTree, runs.context),
    dockerfile: parts.dockerfile,
    labels: { [sourceTreeLabel]: sourceTree },
    cacheNamespace: cacheNamespace(repository, fork),
    fresh,
    signal: run.signal,
  };
}

/** What a fork's build leaves in a cache mount, no build of the repository's own ever reads. */
export function cacheNamespace(repository: RepositoryRef, fork: boolean): string {
  const owner = `${formatRepository(repository)}${fork ? ' by forks' : ''}`;
  return createHash('sha256').update(owner).digest('hex').slice(0, 32);
}

/** Without NUL, which PostgreSQL's JSON can't hold, and with the middle left out where it is too long. */
function clean(lines: readonly string[]): string {
  const text = `${lines.join('\n').replaceAll('\0', '')}\n`;
  return text.length <= logCap
    ? text
    : `${text.slice(0, logCap / 2)}\n… left out …\n${text.slice(-logCap / 2)}`;
}
