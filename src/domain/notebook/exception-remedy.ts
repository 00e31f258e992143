/** The one thing to try, by the exception that ended a cell; undefined where nothing better is known than to correct the cell. */
export function exceptionRemedy(
  name: string,
  message: string,
  { network }: { readonly network: boolean },
): string | undefined {
  const missing = /^No module named '([\w.]{1,80})'/.exec(message)?.[1];
  if (missing)
    return `Let the Dockerfile install \`${missing}\`: the notebook runs in the image that it makes.`;
  if (!network && networkErrors.has(lastPart(name)))
    return 'Notebooks have no network: declare the data under `datasets`, or ask for it by `notebook.network: true`.';
  return remedies.get(lastPart(name));
}

/** `urllib3.exceptions.NewConnectionError` and `NewConnectionError` are one. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const networkErrors: ReadonlySet<string> = new Set([
  'ClientConnectorError',
  'ConnectError',
  'ConnectTimeout',
  'ConnectionError',
  'EndpointConnectionError',
  'MaxRetryError',
  'NameResolutionError',
  'NewConnectionError',
  'URLError',
  'gaierror',
]);

/** The limit is a guard: a pull request can't raise its own. */
export const lessMemory =
  "Use less memory, or raise `notebook.resources.memory` on the environment's branch.";

const remedies: ReadonlyMap<string, string> = new Map([
  [
    'FileNotFoundError',
    'The image has what its Dockerfile copies there, and each dataset lies at the path in `$TAILRACE_DATASET_<NAME>`.',
  ],
  ['PermissionError', "Write to the WORKDIR or to `/tmp`: the notebook runs as the image's own user."],
  ['MemoryError', lessMemory],
  ['_ArrayMemoryError', lessMemory],
]);
