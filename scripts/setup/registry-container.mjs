import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineAddresses, tellEngine } from './engine.mjs';
import { pullImage } from './pulled-image.mjs';
import { SetUpError } from './step.mjs';
import { tarOf } from './tar.mjs';

const image = 'registry:2';

/**
 * Starts a registry in a container, published on loopback; for systems without the `docker-registry` program.
 * @param {{ host: string, htpasswd: string | undefined }} options host: 127.0.0.1:PORT
 * @returns {Promise<{ pid: number, stop: () => Promise<void>, died: Promise<string> }>}
 * @throws {SetUpError} when the image can't be pulled
 */
export async function startRegistryContainer({ host, htpasswd }) {
  const [address = ''] = engineAddresses();
  const refusal = await pullImage(address, image);
  if (refusal !== undefined) throw new SetUpError(noRegistry(refusal));
  const { Id: id } = JSON.parse(
    await tellEngine(address, 'POST', '/containers/create', JSON.stringify(container(host, htpasswd))),
  );
  const stop = async () => {
    await tellEngine(address, 'DELETE', `/containers/${id}?force=1&v=1`);
  };
  try {
    if (htpasswd) await putPasswords(address, id, htpasswd);
    await tellEngine(address, 'POST', `/containers/${id}/start`);
  } catch (error) {
    await stop();
    throw error;
  }
  const died = tellEngine(address, 'POST', `/containers/${id}/wait`).then(
    () => `  see docker logs ${id}`,
    String,
  );
  return { pid: 0, stop, died };
}

/** @param {string} host @param {string | undefined} htpasswd */
function container(host, htpasswd) {
  const [ip, port] = host.split(':');
  const auth = [
    'REGISTRY_AUTH=htpasswd',
    'REGISTRY_AUTH_HTPASSWD_REALM=tailrace',
    'REGISTRY_AUTH_HTPASSWD_PATH=/etc/htpasswd',
  ];
  return {
    Image: image,
    Env: ['REGISTRY_STORAGE_DELETE_ENABLED=true', ...(htpasswd ? auth : [])],
    HostConfig: { PortBindings: { '5000/tcp': [{ HostIp: ip, HostPort: port }] } },
  };
}

/** By the archive API, so that it works with an Engine in a virtual machine. @param {string} address @param {string} id @param {string} htpasswd */
async function putPasswords(address, id, htpasswd) {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-registry-'));
  try {
    writeFileSync(join(folder, 'htpasswd'), `${htpasswd}\n`);
    const tar = tarOf(folder, 'htpasswd');
    await tellEngine(address, 'PUT', `/containers/${id}/archive?path=/etc`, tar.stream, 'application/x-tar');
    await tar.ended;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} refusal */
function noRegistry(refusal) {
  return [
    `No registry can be started: there is no program docker-registry here, and the image ${image} could not be pulled.`,
    `The Engine says: ${refusal}`,
    `On Debian: apt-get update, then try again. Elsewhere: docker pull ${image} must work.`,
  ].join('\n');
}
