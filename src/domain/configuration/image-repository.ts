import type { Complaint } from '../yaml/complaint.ts';
import { quoted } from '../yaml/mistake.ts';

const example = 'Write registry and path only, for example `registry.example.com/acme/churn`.';

/**
 * What is wrong with an image repository; nothing when it is a valid name without tag and digest.
 * Source of the grammar: https://github.com/distribution/reference/blob/main/reference.go
 */
export function judgeImageRepository(text: string): Complaint | undefined {
  if (text.includes('://')) return { is: 'must not hold a scheme (`https://`)', write: example };
  if (text.includes('@'))
    return { is: 'must not hold a digest (`@sha256:…`): Tailrace pins it itself', write: example };
  const { host, path } = split(text);
  if (path.includes(':'))
    return { is: 'must not hold a tag (`:…`): Tailrace tags images itself', write: example };
  if (text !== text.toLowerCase() && path !== path.toLowerCase())
    return { is: `must be in lower case: ${quoted(text)}`, write: `Write ${quoted(text.toLowerCase())}.` };
  const valid = isHost(host) && path.split('/').every(isPathStep) && text.length <= 255;
  return valid ? undefined : { is: `is not an image repository: ${quoted(text)}`, write: example };
}

/** The path's segments, without the registry's host: `registry:5000/acme/churn` → `['acme', 'churn']`. */
export function imagePathSegments(repository: string): string[] {
  return split(repository).path.split('/');
}

/** Docker's own rule: the first segment is a host when it holds a dot or a colon, or is `localhost`. */
function split(text: string): { host: string | undefined; path: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const isRegistry = first === 'localhost' || /[.:]/.test(first);
  return isRegistry ? { host: first, path: text.slice(slash + 1) } : { host: undefined, path: text };
}

function isHost(host: string | undefined): boolean {
  return host === undefined || /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:\d{1,5})?$/.test(host);
}

function isPathStep(step: string): boolean {
  return /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(step);
}
