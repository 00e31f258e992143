import type { ManifestObject } from '../../manifests/objects-in.ts';
import type { Deployment, Release } from '../../release.ts';
import { code, link, list, paragraphs, plain, pre, quoted } from '../markdown.ts';
import { short } from '../numbers.ts';

/** What a rollback is about: what went, and what came back. */
export interface RollbackText {
  readonly from: Deployment;
  readonly to: Deployment;
  readonly by: string;
  readonly because?: string | undefined;
}

export function rollbackMessage(environment: string, { from, to, by, because }: RollbackText): string {
  return [
    `Roll ${environment} back to ${short(to.release.commit)}`,
    '',
    `${quoted(by)} took ${short(from.release.commit)} out of ${environment}${because ? `: ${quoted(because)}` : '.'}`,
    '',
    `Release: ${to.release.commit}`,
    `Image: ${imageOf(to.release)}`,
    `Rolled-Back: ${from.release.commit}`,
  ].join('\n');
}

function imageOf({ image }: Release): string {
  return `${image.repository}@${image.digest}`;
}

export interface RolledBackText extends Omit<RollbackText, 'by'> {
  readonly environment: string;
  readonly removed: readonly ManifestObject[];
  /** The page of the commit; undefined where there was nothing to write. */
  readonly url: string | undefined;
  readonly commit: string | undefined;
}

/** The answer to a rollback that was made. */
export function rolledBackText({ environment, from, to, removed, url, commit }: RolledBackText): string {
  const here = `**${plain(environment)}**`;
  return paragraphs([
    `⏪ ${here} is back at release \`${short(to.release.commit)}\`, deployed there before on ${to.at.slice(0, 10)} by ${plain(to.by, 60)}. Release \`${short(from.release.commit)}\` is withdrawn from there. ${
      url && commit
        ? `Commit ${link(short(commit), url)} puts the manifests back as they were then; nothing was built or run.`
        : 'Nothing is served there, so no manifests were written.'
    }`,
    `${here} is held now: merges change its source, and deploy nothing. Merge a fix, then write ${code(`/tailrace unhold ${environment}`)}: that deploys the newest tested release that was not withdrawn.`,
    removedText(removed),
    `To have release \`${short(from.release.commit)}\` there after all: ${code(`/tailrace rollback ${environment} to ${short(from.release.commit)}`)}.`,
  ]);
}

/** An applier that does not prune leaves these where they are. */
function removedText(removed: readonly ManifestObject[]): string | undefined {
  if (removed.length === 0) return undefined;
  return paragraphs([
    'The older manifests lack these objects. An applier that does not prune (box) leaves them in the cluster:',
    list(
      removed.map(
        ({ kind, name, namespace }) =>
          `${plain(kind, 60)} ${code(name)}${namespace ? ` in ${code(namespace)}` : ''}`,
      ),
      (more) => `… and ${more} more`,
    ),
    'This removes them:',
    pre(removed.filter(isPlainName).map(deletion).join('\n')),
  ]);
}

/** Only what Kubernetes could have taken goes into a line that somebody pastes into a shell. */
function isPlainName({ kind, name, namespace = '' }: ManifestObject): boolean {
  return [kind, name, namespace].every((word) => /^[\w.:-]*$/.test(word));
}

function deletion({ kind, name, namespace }: ManifestObject): string {
  return `kubectl delete ${kind.toLowerCase()} ${name}${namespace ? ` -n ${namespace}` : ''}`;
}

export function nothingRunsText(environment: string): string {
  return `Nothing was ever deployed to **${plain(environment)}**, so there is nothing to go back to.`;
}

export function nothingBeforeText(environment: string, { release }: Deployment): string {
  return `Release \`${short(release.commit)}\` runs in **${plain(environment)}**, and no good release ran there before it: there is nothing to go back to. What was withdrawn there only comes back where it is named: ${code(`/tailrace rollback ${environment} to <release>`)}.`;
}

export function neverThereText(environment: string, release: string): string {
  return `Release \`${short(release)}\` was never deployed to **${plain(environment)}**, so there are no manifests of it to put back, and nothing says that it works there. It comes there by a promotion.`;
}

export function runsAlreadyText(environment: string, { release }: Deployment): string {
  return `Release \`${short(release.commit)}\` is what runs in **${plain(environment)}** now: nothing was changed.`;
}

export function overtakenRollbackText(environment: string, { by, release, at }: Deployment): string {
  return `${plain(by, 60)} was faster: **${plain(environment)}** went back to release \`${short(release.commit)}\` at ${at.slice(11, 16)} UTC, after you had written this. Nothing more was done. To go back further, write it again.`;
}

export function imageGoneText(environment: string, { release }: Deployment): string {
  return paragraphs([
    `**${plain(environment)}** was left as it is: the image of release \`${short(release.commit)}\` is not in its registry any more, so its pods could not start.`,
    `Missing: ${code(imageOf(release), 300)}. Push that image there again from wherever it is kept, or name another release: ${code(`/tailrace rollback ${environment} to <release>`)}.`,
  ]);
}

export function manifestsGoneText(environment: string, { release, manifests }: Deployment): string {
  return `**${plain(environment)}** was left as it is: the forge has forgotten the commit \`${short(manifests?.commit ?? '')}\`, which held the manifests of release \`${short(release.commit)}\`, since its branch was pushed over. Name another release: ${code(`/tailrace rollback ${environment} to <release>`)}.`;
}
