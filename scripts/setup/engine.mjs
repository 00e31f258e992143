import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetUpError } from './step.mjs';

const defaultSocket = '/var/run/docker.sock';

/** Where an Engine may listen: what DOCKER_HOST says, else the sockets of the usual installations. */
export function engineAddresses() {
  if (process.env.DOCKER_HOST) return [process.env.DOCKER_HOST];
  const runtime = process.env.XDG_RUNTIME_DIR;
  const sockets = [
    defaultSocket,
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.colima/default/docker.sock'),
  ];
  return sockets.filter((socket) => existsSync(socket)).map((socket) => `unix://${socket}`);
}

/** The address of an Engine that this project starts itself. */
export const ownEngine = `unix://${defaultSocket}`;

/**
 * Asks the Engine's API without a version in the path, so the Engine's own version answers, and without a docker client.
 * @param {string} address unix:///… or tcp://host:port
 * @param {string} method
 * @param {string} path
 * @param {{ body?: import('node:stream').Readable | string, type?: string, idleMs?: number }} [options] idleMs: give up when nothing is heard for so long
 * @returns {Promise<http.IncomingMessage>} with its body unread
 */
export function askEngine(address, method, path, options = {}) {
  return new Promise((resolve, reject) => {
    const { body, type = 'application/json', idleMs } = options;
    const send = address.startsWith('tcp:') && process.env.DOCKER_TLS_VERIFY ? https.request : http.request;
    const request = send({
      ...target(address),
      method,
      path,
      headers: { Host: 'docker', ...(body ? { 'Content-Type': type } : {}) },
    });
    request.on('response', resolve).on('error', reject);
    if (idleMs)
      request.setTimeout(idleMs, () => request.destroy(new Error(`nothing heard for ${idleMs / 1000} s`)));
    if (body && typeof body !== 'string') body.on('error', reject).pipe(request);
    else request.end(body);
  });
}

/** @param {string} address */
function target(address) {
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) };
  const url = new URL(address);
  if (url.protocol !== 'tcp:' && url.protocol !== 'http:') {
    throw new SetUpError(
      `DOCKER_HOST is ${address}: only unix:// and tcp:// addresses are understood. Set it to one of these.`,
    );
  }
  const folder = process.env.DOCKER_CERT_PATH;
  const keys = folder && process.env.DOCKER_TLS_VERIFY ? tlsKeys(folder) : {};
  return { host: url.hostname, port: url.port || '2375', ...keys };
}

/** @param {string} folder */
function tlsKeys(folder) {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

/**
 * Asks the Engine and reads the whole answer.
 * @param {string} address
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof askEngine>[3]} [options]
 * @returns {Promise<{ status: number, text: string }>}
 */
export async function askEngineText(address, method, path, options) {
  const response = await askEngine(address, method, path, options);
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode ?? 0, text };
}

/**
 * @param {string} address
 * @returns {Promise<boolean>} whether an Engine answers there, within three seconds
 * @throws {SetUpError} when one is there that this user may not use
 */
export async function answers(address) {
  try {
    const { status } = await askEngineText(address, 'GET', '/_ping', { idleMs: 3000 });
    return status === 200;
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EACCES')
      throw new SetUpError(forbidden(address));
    return false;
  }
}

/** @param {string} address */
function forbidden(address) {
  return [
    `A Docker Engine is at ${address}, but this user may not use it.`,
    'Let it, and log in again: sudo usermod -aG docker "$USER"',
    'Without Docker: npm run test:unit',
  ].join('\n');
}

/**
 * Asks the Engine for something that it should not refuse.
 * @param {string} address
 * @param {string} method
 * @param {string} path
 * @param {string | import('node:stream').Readable} [body]
 * @param {string} [type]
 * @returns {Promise<string>} its answer
 * @throws {SetUpError} with the Engine's words, when it refuses
 */
export async function tellEngine(address, method, path, body, type) {
  const { status, text } = await askEngineText(address, method, path, {
    ...(body ? { body } : {}),
    ...(type ? { type } : {}),
  });
  if (status >= 400)
    throw new SetUpError(`The Docker Engine refused ${method} ${path.split('?')[0]} (${status}): ${text}`);
  return text;
}
