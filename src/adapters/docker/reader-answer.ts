import { z } from 'zod';
import { cutSchema } from '../../domain/evidence/cut-outputs.ts';
import { readingSchema } from '../../domain/notebook/reading.ts';

/** The reader's files: the notebook that it reads, and what it writes: the plots' bytes one after the other, then the notebook's that are kept. */
export const [notebookFd, writtenFd] = [3, 4];

/** What the reader says of that. */
export const readerAnswerSchema = z.object({
  reading: readingSchema.optional(),
  plots: z.array(z.object({ name: z.string(), bytes: z.number() })),
  kept: z.object({ bytes: z.number(), cut: cutSchema }).optional(),
});
export type ReaderAnswer = z.infer<typeof readerAnswerSchema>;
