import type { BenchHouse } from './bench-house.ts';

/** The requests that the forge's API got since `from`; of the edits of each check and comment, the last. */
export function requestsSince({ forge }: BenchHouse, from: number): readonly string[] {
  const asked = forge.requests
    .slice(from)
    .filter(({ path }) => path.startsWith('/api/'))
    .map(({ method, path, query }) => `${method} ${path}${query}`);
  return asked.filter(
    (request, index) => !request.startsWith('PATCH ') || asked.lastIndexOf(request) === index,
  );
}
