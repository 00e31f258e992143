import { z } from 'zod';
import type { RepositoryRef } from '../repository-ref.ts';

/** Files of a run or a release, where they were committed: what the record says holds, wherever newer ones go. */
export const keptFilesSchema = z.object({
  commit: z.string(),
  path: z.string(),
  /** Undefined in the model repository itself. */
  repository: z.object({ owner: z.string(), name: z.string() }).optional(),
});
export type KeptFiles = z.infer<typeof keptFilesSchema>;

/** The repository that has these files of a model. */
export function repositoryOf(model: RepositoryRef, files: Pick<KeptFiles, 'repository'>): RepositoryRef {
  return files.repository ?? model;
}
