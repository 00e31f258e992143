import type { JudgedDataset } from '../../domain/data-checks/judge-data.ts';
import { boundProfiles } from '../../domain/evidence/bound-profiles.ts';
import { type EvidenceHome, keptIn, pathIn } from '../../domain/evidence/evidence-home.ts';
import { type KeptFiles, repositoryOf } from '../../domain/evidence/kept-files.ts';
import type { Override } from '../../domain/gates/override.ts';
import { evidenceBranch, evidenceFolder } from '../../domain/names.ts';
import type { Release } from '../../domain/release.ts';
import { isSameRepository, type RepositoryRef } from '../../domain/repository-ref.ts';
import { overrideFiles, recordFile } from '../../domain/run-files.ts';
import type { TestResult } from '../../domain/test-result.ts';
import { evidenceMessage } from '../../domain/texts/promotion.ts';
import type { Git } from '../../ports/git.ts';
import { appendToBranch } from './append-to-branch.ts';

/**
 * Commits the files of a test as evidence of a release in an environment, under the next free attempt. The files are the tree that the
 * test left: nothing is uploaded again but a record that names the release, unless it was left in another repository than where evidence
 * goes now. Evidence that is there already is found again.
 */
export async function commitEvidence(
  git: Git,
  model: RepositoryRef,
  wanted: {
    readonly home: EvidenceHome;
    readonly name: string;
    readonly release: Release;
    readonly result: TestResult;
    readonly data?: readonly JudgedDataset[] | undefined;
    readonly overrides?: readonly Override[] | undefined;
    readonly at: string;
  },
): Promise<KeptFiles> {
  const { home, name, release, result, data = [], overrides = [], at } = wanted;
  const { repository } = home;
  await bringFiles(git, repository, repositoryOf(model, result.committed), result);
  const tree = await git.edit(repository, result.files, [
    { kind: 'write', ...recordFile(result, release.commit) },
    ...[...boundProfiles(data).files, ...overrideFiles(overrides)].map(
      (file) => ({ kind: 'write', ...file }) as const,
    ),
  ]);
  const folder = pathIn(home, evidenceFolder(release.commit, result.environment));
  const added = await appendToBranch(git, repository, {
    branch: evidenceBranch,
    pathOn: async (tip) => `${folder}/${await attemptFor(git, repository, tip, folder, tree)}`,
    message: evidenceMessage(name, result.environment, release),
    tree,
    at,
  });
  return keptIn(home, added);
}

/** Makes sure that the files of a test are in the cache of `repository`. */
async function bringFiles(
  git: Git,
  repository: RepositoryRef,
  from: RepositoryRef,
  { committed, files }: TestResult,
): Promise<void> {
  await git.fetch(from, [committed.commit]);
  if (!isSameRepository(repository, from)) await git.bringTree(repository, from, files);
}

/** The attempt that holds this very tree, or the number after the highest. */
async function attemptFor(
  git: Git,
  repository: RepositoryRef,
  tip: string | undefined,
  folder: string,
  tree: string,
): Promise<number> {
  const files = tip ? await git.files(repository, tip, folder) : [];
  if (files.length === 0) return 1;
  const wanted = new Map((await git.files(repository, tree, '.')).map(({ path, blob }) => [path, blob]));
  const attempts = [...new Set(files.map(({ path }) => Number(path.slice(folder.length + 1).split('/')[0])))];
  const same = attempts.find((attempt) => {
    const own = files.filter(({ path }) => path.startsWith(`${folder}/${attempt}/`));
    return (
      own.length === wanted.size &&
      own.every(({ path, blob }) => wanted.get(path.slice(`${folder}/${attempt}/`.length)) === blob)
    );
  });
  return same ?? Math.max(0, ...attempts) + 1;
}
