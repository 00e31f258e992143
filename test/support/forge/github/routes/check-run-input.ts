import { z } from 'zod';
import { CHECK_CONCLUSIONS, CHECK_STATUSES } from '../../check-model.ts';
import type { CheckRunPatch } from '../../checks.ts';

/** GitHub's limit for a check run's summary and text, in characters, each. */
const LONGEST = 65_535;
const longText = z.string().max(LONGEST, `exceeds a maximum of ${LONGEST} characters`);

const AnnotationInput = z.strictObject({
  path: z.string(),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().optional(),
  end_column: z.number().int().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().max(255).optional(),
  raw_details: z.string().optional(),
});

const Output = z.strictObject({
  title: z.string(),
  summary: longText,
  text: longText.optional(),
  annotations: z
    .array(AnnotationInput)
    .max(50, 'No more than 50 annotations may be sent per request.')
    .optional(),
});

const Action = z.strictObject({
  label: z.string().max(20),
  description: z.string().max(40),
  identifier: z.string().max(20),
});

const time = z.iso.datetime({ offset: true });

const fields = {
  name: z.string().min(1).optional(),
  status: z.enum(CHECK_STATUSES).optional(),
  conclusion: z.enum(CHECK_CONCLUSIONS).optional(),
  details_url: z.url().optional(),
  external_id: z.string().max(20_000).optional(),
  started_at: time.optional(),
  completed_at: time.optional(),
  output: Output.optional(),
  actions: z.array(Action).max(3).optional(),
};

export const NewCheckRun = z.strictObject({ ...fields, name: z.string().min(1), head_sha: z.string() });
export const CheckRunUpdate = z.strictObject(fields);

/** GitHub's fields in the forge's words. */
export function toPatch(input: z.output<typeof CheckRunUpdate>): CheckRunPatch {
  const { name, status, conclusion, actions, output } = input;
  return {
    name,
    status,
    conclusion,
    actions,
    title: output?.title,
    summary: output?.summary,
    text: output?.text,
    annotations: output?.annotations?.map((one) => ({
      path: one.path,
      startLine: one.start_line,
      endLine: one.end_line,
      level: one.annotation_level,
      message: one.message,
      title: one.title ?? null,
    })),
    detailsUrl: input.details_url,
    externalId: input.external_id,
    startedAt: input.started_at ? new Date(input.started_at) : undefined,
    completedAt: input.completed_at ? new Date(input.completed_at) : undefined,
  };
}
