import { z } from 'zod';

/**
 * Why a value is refused: `is` follows the key's name ("`port` " + is), `write` is a whole sentence. Without it the
 * schema's example is shown.
 */
export type Complaint = { readonly is: string; readonly write?: string };

/** What a schema tells a reader, a mistake's text and an editor about a value. */
export type Meta = {
  /** What it is, with its article: "a duration". */
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
};

/** A text that `judge` finds nothing wrong with. */
export function text(title: string, example: string, judge: (value: string) => Complaint | undefined) {
  return z
    .string()
    .check((context) => {
      const complaint = judge(context.value);
      if (complaint !== undefined) context.issues.push(issueOf(complaint, context.value));
    })
    .meta({ title, examples: [example] });
}

/** A complaint as zod carries it; `complaintOf` gives it back. */
export function issueOf(complaint: Complaint, input: unknown, path: (string | number)[] = []) {
  return { code: 'custom' as const, input, path, message: complaint.is, params: { complaint } };
}

/** The complaint in a zod issue, or undefined where zod itself found the mistake. */
export function complaintOf(issue: {
  code: string;
  message: string;
  params?: unknown;
}): Complaint | undefined {
  const parsed = z
    .object({ complaint: z.object({ is: z.string(), write: z.string().exactOptional() }) })
    .safeParse(issue.params);
  return issue.code === 'custom' && parsed.success ? parsed.data.complaint : undefined;
}
