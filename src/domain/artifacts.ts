import { z } from 'zod';

/** The most bytes that the artifacts of a training may have together. */
export const mostArtifactBytes = 2 * 1024 ** 3;

/** A file that the training notebook made, by its path below WORKDIR, as it lies in the image's last layer. */
export const artifactSchema = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });
export type Artifact = z.infer<typeof artifactSchema>;

/**
 * Why a declared artifact can't become a part of the image: the notebook did not write it; it is a folder, a link or another special file;
 * it is too big, with those before it; a folder above it is a link in the image; or it holds a secret that the notebook was given.
 */
export const artifactObstacleSchema = z.object({
  kind: z.enum(['not-written', 'no-file', 'too-big', 'below-link', 'holds-secret']),
  path: z.string(),
});
export type ArtifactObstacle = z.infer<typeof artifactObstacleSchema>;
