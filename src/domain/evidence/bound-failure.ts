import type { Failure } from '../test-result.ts';

const mostCharacters = 50_000;

/** A notebook can raise an error of any length: of what is stored with each result, the ends that people look at are kept. */
export function boundFailure(failure: Failure): Failure {
  const { error, source, traceback } = failure;
  return {
    ...failure,
    ...(error === undefined ? {} : { error: error.slice(0, mostCharacters) }),
    ...(source === undefined ? {} : { source: source.slice(0, mostCharacters) }),
    ...(traceback === undefined ? {} : { traceback: traceback.slice(-mostCharacters) }),
  };
}
