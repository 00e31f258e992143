import { spawn } from 'node:child_process';

/**
 * Packs a folder's entries with the system's tar, as a stream.
 * @param {string} folder
 * @param {string} entry what to pack of it; `.` is all. Links are followed for a single file
 * @returns {{ stream: import('node:stream').Readable, ended: Promise<void> }} `ended` rejects when tar failed
 */
export function tarOf(folder, entry = '.') {
  const follow = entry === '.' ? [] : ['--dereference'];
  const child = spawn('tar', ['-C', folder, ...follow, '-cf', '-', entry], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`tar ended with ${code}`)),
    );
  });
  return { stream: child.stdout, ended };
}
