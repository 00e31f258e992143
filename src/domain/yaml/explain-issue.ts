import { stringify } from 'yaml';
import type { z } from 'zod';
import { type Complaint, complaintOf } from './complaint.ts';
import { nearest } from './did-you-mean.ts';
import { type Finding, formatPath, type MistakePath, quoted } from './mistake.ts';
import { closedMap, metaOf, schemaAt } from './schema-lookup.ts';
import { valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;

/** A kind of file that people write. */
export interface FileKind {
  readonly schema: z.core.$ZodType;
  /** What to write into an empty one. */
  readonly smallest: string;
}

interface WrittenFile extends FileKind {
  /** What its author wrote, as plain data. */
  readonly data: unknown;
}

/** What zod found wrong with the file, in words for its author. */
export function explainIssues(kind: FileKind, issues: readonly Issue[], data: unknown): Finding[] {
  return issues.flatMap((issue) => explain(issue, [], { ...kind, data }));
}

function explain(issue: Issue, above: MistakePath, file: WrittenFile): Finding[] {
  const path = [...above, ...steps(issue.path)];
  const complaint = complaintOf(issue);
  if (complaint !== undefined) return [refused(path, complaint, file)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, file));
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => explain(inner, path, file));
  const branch = issue.code === 'invalid_union' ? issue.errors.find(isOfThisKind) : undefined;
  return branch === undefined
    ? [wrongValue(path, file)]
    : branch.flatMap((inner) => explain(inner, path, file));
}

function refused(path: MistakePath, { is, write }: Complaint, file: WrittenFile): Finding {
  return {
    path,
    message: `${subject(path)} ${is}.`,
    remedy: write ?? `Write for example \`${example(path, file)}\`.`,
  };
}

/** A union's branch is the one that was meant when it complains about a part of the value, not about its type. */
function isOfThisKind(issues: readonly Issue[]): boolean {
  const atRoot = issues.filter((issue) => issue.path.length === 0);
  return atRoot.every((issue) => !['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code));
}

function unknownKey(path: MistakePath, key: string, { schema }: WrittenFile): Finding {
  const map = closedMap(schemaAt(schema, path)) ?? { keys: [], title: 'this map' };
  const meant = nearest(key, map.keys);
  const allowed = map.keys.map((name) => `\`${name}\``).join(', ');
  return {
    path: [...path, key],
    message: `${quoted(key)} is not a key of ${map.title}.`,
    remedy:
      meant === undefined
        ? `Remove it, or write one of: ${allowed}.`
        : `Did you mean \`${meant}\`? Allowed are ${allowed}.`,
  };
}

function wrongValue(path: MistakePath, file: WrittenFile): Finding {
  const value = valueAt(file.data, path);
  const { title = 'another value' } = metaOf(schemaAt(file.schema, path));
  if (path.length === 0)
    return {
      path,
      message: value === null ? 'The file is empty.' : 'The file is not a map of keys.',
      remedy: file.smallest,
    };
  const remedy = `Write for example \`${example(path, file)}\`.`;
  if (value === undefined)
    return { path, message: `${quoted(path.at(-1))} is missing in ${owner(path, file)}.`, remedy };
  if (value === null) return { path, message: `${subject(path)} is empty.`, remedy };
  return {
    path,
    message: `${subject(path)} must be ${title}, not ${typeof value === 'string' ? 'the text ' : ''}${quoted(value)}.`,
    remedy,
  };
}

function owner(path: MistakePath, { schema }: WrittenFile): string {
  return closedMap(schemaAt(schema, path.slice(0, -1)))?.title ?? 'this map';
}

/** The last key with the indexes behind it: `gates[0]`. */
function subject(path: MistakePath): string {
  const lastKey = path.findLastIndex((step) => typeof step === 'string');
  return path.length === 0 ? 'The file' : quoted(formatPath(path.slice(Math.max(lastKey, 0))));
}

function example(path: MistakePath, { schema }: WrittenFile): string {
  const [value = 'value'] = metaOf(schemaAt(schema, path)).examples ?? [];
  const step = path.at(-1);
  const shown = typeof step === 'string' ? { [step]: value } : [value];
  const flow = stringify(shown, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: false,
  }).trim();
  return typeof step === 'string' ? flow.slice(1, -1) : `- ${flow.slice(1, -1)}`;
}

function steps(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
