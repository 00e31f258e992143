import { z } from 'zod';
import { artifactSchema } from './artifacts.ts';
import { datasetFingerprintSchema } from './dataset.ts';
import { keptFilesSchema } from './evidence/kept-files.ts';
import { shownSchema } from './shown.ts';

const hex40 = z.string().regex(/^[0-9a-f]{40}$/);

/** An image as we recorded it: where it lies, its manifest digest (`sha256:…`), and the ports that it exposes. */
export const imageSchema = z.object({
  repository: z.string(),
  digest: z.string().startsWith('sha256:'),
  exposedPorts: z.array(z.number()),
});
export type RecordedImage = z.infer<typeof imageSchema>;

/** A metric as the notebook gave it: a number, or what stood in its place (`NaN`, a text, …), which no gate accepts. */
export const metricValueSchema = z.union([z.number(), z.object({ notANumber: z.string() })]);
export type MetricValue = z.infer<typeof metricValueSchema>;

export const failureSchema = z.object({
  kind: z.enum([
    'cell-raised',
    'cell-timeout',
    'run-timeout',
    'kernel-died',
    'out-of-memory',
    'system-exit',
    'no-kernel',
    'bad-notebook',
    'papermill-failed',
    'incomplete',
    'raises-exception',
    'bad-magic',
    'bad-parameter',
    'disk-full',
    'killed',
    'no-code',
    'command-failed',
    'command-missing',
    'artifact-missing',
    'artifact-unfit',
  ]),
  /** Where it was not the test that failed. */
  part: z.literal('training').optional(),
  /** One sentence: what happened. */
  what: z.string(),
  /** What is known of the reason. */
  why: z.string().optional(),
  /** One sentence: what to do. */
  remedy: z.string(),
  cell: z.number().optional(),
  error: z.string().optional(),
  source: z.string().optional(),
  traceback: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;

export const versionsSchema = z.object({
  python: z.string().optional(),
  papermill: z.string().optional(),
  ipykernel: z.string().optional(),
  kernel: z.string().optional(),
});
export type Versions = z.infer<typeof versionsSchema>;

/** What a test of one image in one environment gave. The notebook's own verdict: gates are judged anew each time. */
export const testResultSchema = z.object({
  id: z.string(),
  environment: z.string(),
  sourceTree: hex40,
  /** Hash over all that the result depends on; the same hash means that the result may be reused. */
  inputs: z.string(),
  image: imageSchema.optional(),
  parameters: z.record(z.string(), z.json()),
  datasets: z.array(datasetFingerprintSchema),
  metrics: z.record(z.string(), metricValueSchema),
  /** Where each metric was found: `metrics.json`, `cell 7`. */
  metricSources: z.record(z.string(), z.string()).optional(),
  failure: failureSchema.optional(),
  warnings: z.array(z.string()),
  cells: z.object({ total: z.number(), executed: z.number() }),
  /** The command that tested in place of a notebook, and how it ended: 0 is its pass. */
  command: z.object({ words: z.array(z.string()), exitCode: z.number() }).optional(),
  /** The training that this run did. An image that was recorded before was trained by another run. */
  training: z
    .object({
      cells: z.object({ total: z.number(), executed: z.number() }),
      /** {@link trainingFingerprint} of its datasets. */
      fingerprint: z.string(),
      artifacts: z.array(artifactSchema),
      startedAt: z.string(),
      finishedAt: z.string(),
    })
    .optional(),
  versions: versionsSchema,
  /** The most memory that was seen, by a look each second. */
  peakBytes: z.number().optional(),
  /** What it showed; its files have a `report.md` then. */
  shown: shownSchema.optional(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** The git tree of the files that the test left (notebook, plots, metrics, logs, record), without attempt or commit. */
  files: hex40,
  /** Where these files were first committed. */
  committed: keptFilesSchema.extend({ commit: hex40 }),
});
export type TestResult = z.infer<typeof testResultSchema>;
