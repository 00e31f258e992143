import type { FakeForge } from '../forge/fake-forge.ts';
import type { Tripwire } from './tripwires.ts';

/** A kind of request that changes something on the forge, and whether the forge does it before the crash. */
export interface RequestBoundary {
  readonly method: string;
  /** The path with `<n>` for numbers and `<sha>` for commits, below the repository's own. */
  readonly shape: string;
  readonly done: boolean;
}

/** The kinds of writing requests to a repository since `from` (a length of the forge's log), in their order: each undone and done. */
export function requestBoundaries(
  { requests }: FakeForge,
  repository: string,
  from: number,
): readonly RequestBoundary[] {
  const writes = requests.slice(from).flatMap(({ method, path }) => {
    const shape = shapeOf(path, repository);
    const reads = method === 'GET' || path.endsWith('git-upload-pack');
    return reads || shape === undefined ? [] : [`${method} ${shape}`];
  });
  return [...new Set(writes)].flatMap((write) => {
    const [method = '', shape = ''] = write.split(' ');
    return [false, true].map((done) => ({ method, shape, done }));
  });
}

export function nameOfRequest({ method, shape, done }: RequestBoundary): string {
  return `${method} ${shape} is ${done ? 'done, not answered' : 'asked'}`;
}

/** What a path asks of this repository; undefined where it is another's. */
function shapeOf(path: string, repository: string): string | undefined {
  const below = path.split(`/${repository}`)[1];
  if (below === undefined || !/^(\.git)?\//.test(below)) return undefined;
  return below.replaceAll(/\b[0-9a-f]{40}\b/g, '<sha>').replaceAll(/\/\d+\b/g, '/<n>');
}

/** Lets the forge leave the next such request without an answer. A dead client needs no cutting off: its connection is gone. */
export function armRequest(
  { forge, repository }: { readonly forge: FakeForge; readonly repository: string },
  boundary: RequestBoundary,
): Tripwire {
  const { method, shape, done } = boundary;
  const below = shape.replaceAll(/[.]/g, '\\.').replaceAll('<sha>', '[0-9a-f]{40}').replaceAll('<n>', '\\d+');
  const path = new RegExp(`/${repository}${below}$`);
  const from = forge.requests.length;
  forge.fail({ method, path, timeout: true, afterwards: done });
  const waits = () =>
    forge.requests
      .slice(from)
      .some(
        (request) =>
          request.method === method &&
          path.test(request.path) &&
          request.status === undefined &&
          (!done || request.as !== ''),
      );
  const name = `${repository}, ${nameOfRequest(boundary)}`;
  return { name, isReached: async () => waits(), cut: async () => undefined };
}
