import type { ServerResponse } from 'node:http';

/** What a request is answered with. `close` ends the connection, with whatever the client still sends. */
export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly close?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    'content-type': 'text/plain; charset=utf-8',
    ...answer.headers,
    ...(answer.close ? { connection: 'close' } : {}),
  });
  response.end(`${answer.message}\n`);
}
