import { randomUUID } from 'node:crypto';
import { performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import type Docker from 'dockerode';
import { dialSocket } from './dial.ts';

/** gRPC's frame (no compression, two bytes) around `HealthCheckResponse{status: SERVING}`. */
const serving = Buffer.from([0, 0, 0, 0, 2, 8, 1]);
const unimplemented = '12';

/**
 * A session that BuildKit asks for registry logins. It offers none: a Dockerfile of a pull request names any registry it likes,
 * and would get our login for it. Without a session newer Engines refuse to pull base images ("no active sessions"); the one
 * that dockerode opens stays open when a build is aborted.
 */
export async function openBuildSession(docker: Docker): Promise<{ readonly id: string; close(): void }> {
  const id = randomUUID();
  const socket = await dialSocket(docker, {
    path: '/session',
    method: 'POST',
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'tailrace',
    },
    statusCodes: { 200: true, 500: 'server error' },
  });
  const session = performServerHandshake(socket);
  session.on('stream', (stream, headers) => answer(stream, headers[':path']));
  // The Engine closes its end when the build is over; that is no error of ours.
  session.on('error', () => undefined);
  return { id, close: () => session.destroy() };
}

function answer(stream: ServerHttp2Stream, path: string | undefined): void {
  stream.on('error', () => undefined);
  const healthy = path === '/grpc.health.v1.Health/Check';
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (!healthy) {
    stream.respond({ ...headers, 'grpc-status': unimplemented }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(serving);
}
