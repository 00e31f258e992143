import { z } from 'zod';
import { shownSchema } from '../shown.ts';
import { metricValueSchema } from '../test-result.ts';
import { notebookSchema, outputSchema } from './executed.ts';

const metricsSchema = z.object({ cell: z.number(), metrics: z.record(z.string(), metricValueSchema) });

/** All that is told of an executed notebook but its pictures: small, whatever the notebook's size. */
export const readingSchema = z.object({
  /** Its cells with what a verdict needs: of their outputs the errors alone. */
  notebook: notebookSchema(outputSchema),
  metrics: z.object({
    recorded: z.array(metricsSchema),
    tagged: z.array(metricsSchema),
    untold: z.array(z.number()),
  }),
  /** Within the limits of a comment, and of the long report. */
  shown: shownSchema,
  long: shownSchema,
});
export type NotebookReading = z.infer<typeof readingSchema>;
