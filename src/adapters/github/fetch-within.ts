/**
 * A `fetch` that ends with an error when the whole answer, body included, is not there after `milliseconds`. Octokit by itself
 * waits without end, and takes a body that breaks off as an empty one with status 200 (@octokit/request 10, `getResponseData`):
 * so the body is read here, where its failure is a failure of the request and is retried.
 */
export function fetchWithin(milliseconds: number): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(milliseconds);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const response = await fetch(input, { ...init, signal });
    const body = await response.arrayBuffer();
    const { status, statusText, headers } = response;
    const whole = new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
    return Object.defineProperty(whole, 'url', { value: response.url });
  };
}
