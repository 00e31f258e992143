import { Refusal } from '../refusal.ts';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** An answer that is not a success. `problem` tells that a correct client would not have got it. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;
  readonly problem: string | undefined;

  constructor(
    status: number,
    message: string,
    more: { errors?: readonly FieldError[]; problem?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = more.errors;
    this.problem = more.problem;
  }
}

export function notFound(): RestError {
  return new RestError(404, 'Not Found');
}

/** 401, which no client should see but one whose token has expired. */
export function badCredentials(message = 'Bad credentials'): RestError {
  return new RestError(401, message, { problem: `401 ${message}` });
}

export function invalid(field: string, message: string, code = 'custom'): RestError {
  return new RestError(422, 'Validation Failed', { errors: [{ resource: 'Request', field, code, message }] });
}

/** GitHub's answer to an error, in the shape of its REST API. */
export function errorReply(error: RestError): Reply {
  const { status, message, errors } = error;
  const documentation_url = 'https://docs.github.com/rest';
  return { status, body: { message, ...(errors && { errors }), documentation_url } };
}

/** A refusal of the forge in GitHub's status codes. */
export function fromRefusal({ reason, message, field }: Refusal): RestError {
  switch (reason) {
    case 'missing':
      return notFound();
    case 'forbidden':
      return new RestError(403, message);
    case 'invalid':
      return field ? invalid(field, message, 'invalid') : invalid('base', message);
    case 'not-mergeable':
      return new RestError(405, message);
    case 'head-moved':
      return new RestError(409, message);
  }
}

export function asRestError(error: unknown): RestError | undefined {
  if (error instanceof RestError) return error;
  return error instanceof Refusal ? fromRefusal(error) : undefined;
}
