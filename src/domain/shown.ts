import { z } from 'zod';

const place = {
  /** The number of its cell, from 1. */
  cell: z.number(),
  /** The heading that it stands under, where there is one. */
  title: z.string().optional(),
};

const plotSchema = z.object({
  ...place,
  /** The file's name in the evidence, unique within the run: `cell-7-1.png`. */
  name: z.string(),
  /** What the notebook says for those who can't see it. */
  alt: z.string().optional(),
  /** In pixels, where the file tells. */
  width: z.number().optional(),
});
export type ShownPlot = z.infer<typeof plotSchema>;

/** A picture that no file was made of: it needs a program to be seen. */
const livePlotSchema = z.object({ ...place, kind: z.enum(['Plotly', 'Vega', 'Bokeh', 'SVG']) });
export type LivePlot = z.infer<typeof livePlotSchema>;

const tableSchema = z.object({
  ...place,
  /** Empty where it names no columns. */
  header: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** How large it was before it was cut. */
  size: z.object({ rows: z.number(), columns: z.number() }),
});
export type ShownTable = z.infer<typeof tableSchema>;

/** What a test showed that its comment tells of, within the comment's limits: kept beside the result, since evidence may lie far away. */
export const shownSchema = z.object({
  plots: z.array(plotSchema),
  live: z.array(livePlotSchema),
  tables: z.array(tableSchema),
  /** How many more tables there are. */
  moreTables: z.number(),
  /** The lines that were printed: the first ones, and the last ones where `left` lines lie between. */
  printed: z.object({ first: z.array(z.string()), left: z.number(), last: z.array(z.string()) }),
  slowest: z.array(z.object({ ...place, seconds: z.number() })),
});
export type Shown = z.infer<typeof shownSchema>;

/** What a command shows, or a run that never began. */
export const nothingShown: Shown = {
  plots: [],
  live: [],
  tables: [],
  moreTables: 0,
  printed: { first: [], left: 0, last: [] },
  slowest: [],
};
