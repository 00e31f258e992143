import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { evidenceBranch, runsBranch } from '../src/domain/names.ts';
import type { RepositoryView } from '../test/support/forge/inspection.ts';
import { environments } from './house.ts';

const run = promisify(execFile);
const manifestsFolder = 'deploy/kube/';

/** Copies what Tailrace wrote out of the repository: evidence, runs, and the manifests of each environment. */
export async function takeAway(view: RepositoryView, output: string): Promise<void> {
  await unpackBranch(view, evidenceBranch, join(output, 'evidence'));
  await unpackBranch(view, runsBranch, join(output, 'runs'));
  for (const environment of environments)
    await copyManifests(view, environment, join(output, 'manifests', environment));
}

async function unpackBranch(view: RepositoryView, branch: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const archive = `${folder}.tar`;
  await run('git', ['archive', '--format=tar', '-o', archive, branch], { cwd: view.gitDir });
  await run('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
}

async function copyManifests(view: RepositoryView, environment: string, folder: string): Promise<void> {
  const paths = (await view.files(environment)).filter((path) => path.startsWith(manifestsFolder));
  for (const path of paths) {
    const target = join(folder, path.slice(manifestsFolder.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await view.bytes(environment, path));
  }
}
