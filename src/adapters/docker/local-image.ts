import type Docker from 'dockerode';
import { z } from 'zod';
import type { LocalImage } from '../../ports/images.ts';

/** What we read of an image's inspection; the Engine leaves out or nulls what is empty. */
const inspectionSchema = z.object({
  Id: z.string(),
  Metadata: z.object({ LastTagTime: z.coerce.date().nullish() }).nullish(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Config: z
    .object({
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      WorkingDir: z.string().nullish(),
      Env: z.array(z.string()).nullish(),
      User: z.string().nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
});

export interface InspectedImage extends LocalImage {
  readonly tags: readonly string[];
  /** `repository@sha256:…` of the registries that it was pushed to or pulled from. */
  readonly digests: readonly string[];
  /** The environment variables that the image sets. */
  readonly environment: ReadonlyMap<string, string>;
  /** The image's USER; empty means root. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  /** When a tag was last put on it on this Engine. */
  readonly taggedAt: Date;
}

/** What the Engine says of an image; rejects with the Engine's 404 where it is not there. */
export async function inspectImage(docker: Docker, reference: string): Promise<InspectedImage> {
  const { Id, RepoTags, RepoDigests, Config, Metadata } = inspectionSchema.parse(
    await docker.getImage(reference).inspect(),
  );
  return {
    id: Id,
    exposedPorts: ports(Object.keys(Config?.ExposedPorts ?? {})),
    workdir: Config?.WorkingDir || '/',
    tags: RepoTags ?? [],
    digests: RepoDigests ?? [],
    environment: new Map((Config?.Env ?? []).map(variable)),
    user: Config?.User ?? '',
    labels: Config?.Labels ?? {},
    taggedAt: Metadata?.LastTagTime ?? new Date(0),
  };
}

/** The TCP ports out of `8080/tcp`. */
function ports(exposed: readonly string[]): number[] {
  const tcp = exposed.filter((port) => !port.includes('/') || port.endsWith('/tcp'));
  return tcp.map((port) => Number.parseInt(port, 10)).sort((a, b) => a - b);
}

/** The part of an inspection that the ports speak of. */
export function localImage({ id, exposedPorts, workdir }: InspectedImage): LocalImage {
  return { id, exposedPorts, workdir };
}

function variable(pair: string): [string, string] {
  const end = pair.indexOf('=');
  return end < 0 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
}
