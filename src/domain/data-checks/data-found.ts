import { z } from 'zod';

const share = z.number().min(0).max(1);
const short = z.string().max(400);

/** The shares of the rows in each bin: of numbers up to each edge and beyond the last, or of each value and all others; last, of nulls. */
const histogramSchema = z.object({
  edges: z.array(z.number()).max(20).optional(),
  values: z.array(short).max(20).optional(),
  shares: z.array(share).max(30),
});

const columnProfileSchema = z.object({
  name: short,
  kind: z.enum(['integer', 'number', 'string', 'boolean', 'date']),
  nulls: z.number(),
  /** Values that are not of the declared type. */
  misfits: z.number(),
  distinct: z.number(),
  /** Every twentieth, the least and the greatest among them; dates in milliseconds since 1970. */
  quantiles: z.array(z.number()).max(30).optional(),
  mean: z.number().nullable().optional(),
  /** The most frequent values, of those that several rows have. */
  top: z
    .array(z.object({ value: short, rows: z.number() }))
    .max(20)
    .optional(),
  histogram: histogramSchema,
});
export type ColumnProfile = z.infer<typeof columnProfileSchema>;

/** What a dataset looks like: counts and shares, no rows. Of wide tables, the checked columns come first and some are left out. */
export const profileSchema = z.object({
  rows: z.number(),
  columns: z.number(),
  profiled: z.array(columnProfileSchema).max(1000),
});
export type Profile = z.infer<typeof profileSchema>;

/** What one check found. */
export const foundSchema = z.object({
  held: z.boolean(),
  /** How many values (of a key: rows) miss it. */
  misses: z.number().optional(),
  /** What was measured: rows, a share of nulls, a drift. */
  value: z.number().optional(),
  /** The least and the greatest value. */
  low: z.number().optional(),
  high: z.number().optional(),
  why: z.enum(['missing', 'no-baseline', 'other-kind', 'no-rows']).optional(),
});
export type Found = z.infer<typeof foundSchema>;

export const dataOutcomeSchema = z.discriminatedUnion('kind', [
  /** `found` in the order of the checks. */
  z.object({ kind: z.literal('checked'), found: z.array(foundSchema), profile: profileSchema }),
  /** The file is none that can be read: `why` in the reader's words. */
  z.object({ kind: z.literal('unreadable'), why: short }),
  z.object({ kind: z.literal('out-of-memory'), memoryBytes: z.number() }),
  z.object({ kind: z.literal('timed-out'), seconds: z.number() }),
  /** The checker itself broke; `log` is the end of what it printed. */
  z.object({ kind: z.literal('broken'), log: z.string() }),
]);
export type DataOutcome = z.infer<typeof dataOutcomeSchema>;

/** Whether the same data would give it again. */
export function isLasting({ kind }: DataOutcome): boolean {
  return kind === 'checked' || kind === 'unreadable';
}

/** What was found in a dataset, or that the tree under test declares no such dataset. */
export interface CheckedDataset {
  readonly dataset: string;
  /** Of the content that was checked. */
  readonly sha256?: string | undefined;
  readonly outcome: DataOutcome | { readonly kind: 'not-declared' };
}
