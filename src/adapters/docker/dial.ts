import { Duplex, Readable } from 'node:stream';
import type Docker from 'dockerode';

type Dial = Docker['modem']['dial'];
type DialOptions = Parameters<Dial>[0];

/** A request whose answer is a stream of bytes, for what dockerode has no (fitting) method. */
export function dialStream(docker: Docker, options: DialOptions): Promise<Readable> {
  return new Promise((resolve, reject) => {
    docker.modem.dial({ ...options, isStream: true }, (error: Error | null, answer: unknown) => {
      if (error) reject(error);
      else if (answer instanceof Readable) resolve(answer);
      else reject(new Error(`the Engine answered ${options.path} without a stream`));
    });
  });
}

/** A request that turns the connection into a socket (HTTP upgrade). */
export function dialSocket(docker: Docker, options: DialOptions): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial({ ...options, hijack: true }, (error: Error | null, answer: unknown) => {
      if (error) reject(error);
      else if (answer instanceof Duplex) resolve(answer);
      else reject(new Error(`the Engine did not upgrade ${options.path}`));
    });
  });
}
