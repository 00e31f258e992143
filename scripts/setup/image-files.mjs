import { createReadStream, createWriteStream, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { askEngine, askEngineText } from './engine.mjs';
import { SetUpError } from './step.mjs';
import { tarOf } from './tar.mjs';

/**
 * Makes a folder an image of one layer.
 * @param {string} address the Engine's
 * @param {{ folder: string, repo: string, tag: string, changes: string[] }} options changes: lines of a Dockerfile
 */
export async function importImage(address, { folder, repo, tag, changes }) {
  const query = new URLSearchParams({ fromSrc: '-', repo, tag });
  for (const change of changes) query.append('changes', change);
  const tar = tarOf(folder);
  const [answer] = await Promise.all([sendTar(address, `/images/create?${query}`, tar.stream), tar.ended]);
  refuseError(answer, 'import');
}

/** @param {string} address @param {string} file as `saveImage` wrote it */
export async function loadImage(address, file) {
  refuseError(await sendTar(address, '/images/load?quiet=1', createReadStream(file)), `load ${file}`);
}

/**
 * Writes an image to a file, whole or not at all; files of older recipes beside it go.
 * @param {string} address @param {string} image @param {string} file
 */
export async function saveImage(address, image, file) {
  const response = await askEngine(address, 'GET', `/images/${image}/get`);
  if (response.statusCode !== 200)
    throw new SetUpError(`The Docker Engine does not give ${image} out (${response.statusCode}).`);
  const part = `${file}.${process.pid}.part`;
  await pipeline(response, createWriteStream(part));
  for (const name of readdirSync(dirname(file))) {
    if (/^base-image-\w+\.tar$/.test(name) && name !== basename(file)) rmSync(join(dirname(file), name));
  }
  renameSync(part, file);
}

/** @param {string} address @param {string} path @param {import('node:stream').Readable} body */
function sendTar(address, path, body) {
  return askEngineText(address, 'POST', path, { body, type: 'application/x-tar' });
}

/** The Engine answers 200 before it reads the body; a later failure is a line of the answer.
 * @param {{ status: number, text: string }} answer @param {string} what */
function refuseError({ status, text }, what) {
  if (status !== 200 || text.includes('"errorDetail"'))
    throw new SetUpError(`The Docker Engine could not ${what}: ${text.trim()}`);
}
