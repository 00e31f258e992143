import type Docker from 'dockerode';
import { z } from 'zod';
import { dialStream } from './dial.ts';
import { jsonLines } from './json-lines.ts';

/** A registry's login; the Engine sends it on. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A push or a pull: the Engine's call, and what it is about. */
export interface Transfer {
  readonly path: string;
  readonly options: Readonly<Record<string, string>>;
  readonly repository: string;
  readonly login: Login | undefined;
  readonly signal: AbortSignal;
}

const messageSchema = z.union([
  z.object({ errorDetail: z.object({ message: z.string() }) }),
  z.object({ aux: z.object({ Digest: z.string() }) }),
]);

/** Follows a push or pull to its end and gives the digest that a push reports. An error inside the stream is thrown. */
export async function transferImage(docker: Docker, transfer: Transfer): Promise<string | undefined> {
  const { path, options, repository, login, signal } = transfer;
  signal.throwIfAborted();
  const authconfig = engineLogin(login, repository);
  let digest: string | undefined;
  try {
    const answer = await dialStream(docker, {
      path,
      options,
      method: 'POST',
      authconfig,
      abortSignal: signal,
      statusCodes,
    });
    for await (const message of jsonLines(answer)) {
      const known = messageSchema.safeParse(message);
      if (known.success && 'errorDetail' in known.data) throw new Error(known.data.errorDetail.message);
      if (known.success && 'aux' in known.data) digest = known.data.aux.Digest;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(`the Engine could not transfer ${repository}`, { cause });
  }
  return digest;
}

const statusCodes = { 200: true, 404: 'no such image', 500: 'server error' };

/** Older Engines refuse a push without the header, so an anonymous one sends an empty login. */
function engineLogin(login: Login | undefined, repository: string): Record<string, string> {
  return login ? { ...login, serveraddress: repository.split('/')[0] ?? '' } : {};
}
