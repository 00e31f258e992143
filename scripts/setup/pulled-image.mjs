import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { askEngineText, tellEngine } from './engine.mjs';
import { tarOf } from './tar.mjs';

/** A registry that says nothing for so long is taken as out of reach. */
const idleMs = 20_000;

/**
 * Has the Engine pull an image that it has not yet.
 * @param {string} address the Engine's
 * @param {string} image with its tag
 * @returns {Promise<string | undefined>} why it could not be pulled; undefined when it is there
 */
export async function pullImage(address, image) {
  const there = await askEngineText(address, 'GET', `/images/${image}/json`);
  if (there.status === 200) return undefined;
  const [name = '', tag = 'latest'] = image.split(':');
  try {
    const query = new URLSearchParams({ fromImage: name, tag });
    const { status, text } = await askEngineText(address, 'POST', `/images/create?${query}`, { idleMs });
    return status === 200 && !text.includes('"errorDetail"') ? undefined : text.trim().split('\n').at(-1);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Makes an image of another one: this computer's certificates in their place, a folder's files, and changes of the configuration.
 * @param {string} address
 * @param {{ from: string, repo: string, tag: string, certificates: string, folder?: string, changes: string[] }} options
 */
export async function commitImage(address, { from, repo, tag, certificates, folder, changes }) {
  const { Id: id } = JSON.parse(
    await tellEngine(address, 'POST', '/containers/create', JSON.stringify({ Image: from })),
  );
  try {
    if (existsSync(certificates)) await put(address, id, dirname(certificates), basename(certificates));
    if (folder) await put(address, id, folder, '.', '/');
    const query = new URLSearchParams({ container: id, repo, tag });
    for (const change of changes) query.append('changes', change);
    await tellEngine(address, 'POST', `/commit?${query}`);
  } finally {
    await tellEngine(address, 'DELETE', `/containers/${id}?force=1`);
  }
}

/** @param {string} address @param {string} id @param {string} folder @param {string} entry @param {string} [to] default the same folder there */
async function put(address, id, folder, entry, to = folder) {
  const tar = tarOf(folder, entry);
  const query = new URLSearchParams({ path: to });
  await tellEngine(address, 'PUT', `/containers/${id}/archive?${query}`, tar.stream, 'application/x-tar');
  await tar.ended;
}
