import type { WhatGuards, WhatRuns } from '../../domain/configuration/environment-plan.ts';
import type { GitOpsLocation } from '../../domain/gitops-location.ts';
import type { ManifestFile } from '../../domain/manifests/manifest-file.ts';
import { renderManifests } from '../../domain/manifests/render-manifests.ts';
import { renderTemplates } from '../../domain/manifests/render-templates.ts';
import { servingPort } from '../../domain/manifests/serving-port.ts';
import { PersonError } from '../../domain/person-error.ts';
import type { Release } from '../../domain/release.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import { manifestMistakesText } from '../../domain/texts/problems.ts';
import type { GitReader } from '../../ports/git.ts';
import { templatesIn } from './templates-in.ts';

/** What an environment's GitOps location is to hold: exactly these files. */
export interface PlannedManifests {
  readonly location: GitOpsLocation;
  readonly files: readonly ManifestFile[];
  /** Why there are no files, where nothing is to be served: the end of the sentence "Nothing is served: …". */
  readonly nothingServed?: string | undefined;
}

export interface ManifestSubject {
  readonly repository: RepositoryRef;
  readonly environment: string;
  readonly release: Release;
  readonly runs: WhatRuns;
  readonly guards: WhatGuards;
  readonly location: GitOpsLocation;
}

/**
 * The manifests of a release in an environment: ours, or the repository's templates; with `serve: false` neither. Throws a
 * {@link PersonError} for mistakes in them.
 */
export async function planManifests(git: GitReader, subject: ManifestSubject): Promise<PlannedManifests> {
  const { runs, guards, release, environment, location } = subject;
  const values = {
    name: guards.name,
    namespace: guards.namespace,
    environment,
    release: release.commit,
    image: `${release.image.repository}@${release.image.digest}`,
  };
  if (runs.templates !== undefined && runs.serve.kind === 'serve')
    return { location, files: await fromTemplates(git, subject, runs.templates, values) };
  const serving = servingPort(runs.serve, release.image.exposedPorts);
  if (serving.kind === 'nothing') return { location, files: [], nothingServed: serving.reason };
  if (serving.kind === 'mistake') throw refusal([serving]);
  const { serve } = serving;
  const { createNamespace } = guards;
  return { location, files: renderManifests({ ...values, serve, createNamespace }) };
}

async function fromTemplates(
  git: GitReader,
  { repository, release, guards }: ManifestSubject,
  folder: string,
  values: { name: string; namespace: string; environment: string; release: string; image: string },
): Promise<readonly ManifestFile[]> {
  const files = await templatesIn(git, repository, release.sourceTree, folder);
  const rendered = renderTemplates(files, values, guards.allowances);
  if (rendered.kind === 'mistakes') throw refusal(rendered.mistakes);
  return rendered.files;
}

function refusal(mistakes: Parameters<typeof manifestMistakesText>[0]): PersonError {
  const text = manifestMistakesText(mistakes);
  return new PersonError(text.title, text.message);
}
