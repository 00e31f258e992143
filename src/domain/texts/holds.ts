import type { Held } from '../holds/hold.ts';
import type { Withdrawal } from '../holds/withdrawal.ts';
import { marker } from '../names.ts';
import type { WithdrawnThere } from '../promotion/obstacles.ts';
import type { Deployment, Release } from '../release.ts';
import type { Problem } from '../test-report.ts';
import { showTime } from '../times/show-time.ts';
import { code, link, paragraphs, plain, quoted } from './markdown.ts';
import { short } from './numbers.ts';

/** That an environment is held: since when, by whom, why, and until when. A sentence of Markdown. */
export function heldLine(environment: string, held: Held): string {
  const here = `**${plain(environment)}**`;
  if (held.kind === 'freeze')
    return `${here} is frozen until ${showTime(held.until, held.timezone)}: ${plain(held.because)} (\`freeze\` in \`.tailrace.yml\` on its branch).`;
  const { by, at, because, until, asked, wentBack, timezone } = held;
  const who = asked ? link(plain(by, 60), asked) : plain(by, 60);
  const what = wentBack
    ? `was rolled back from release \`${short(wentBack)}\` by ${who}, which holds it`
    : `is held by ${who}`;
  const end = until ? `until ${showTime(until, timezone)}` : 'until somebody ends that';
  return `${here} ${what} since ${showTime(at, timezone)}, ${end}${because ? `: ${plain(because)}` : ''}.`;
}

/** How the end of a hold comes. */
export function endLine(environment: string, held: Held): string {
  return held.kind === 'freeze'
    ? 'The end of the freeze deploys the newest tested release of the branch.'
    : `${code(`/tailrace unhold ${environment}`)} ends the hold, and then the newest tested release of the branch is deployed.`;
}

/** What a merge does there meanwhile. */
export function heldMergeNote(environment: string, held: Held): string {
  return paragraphs([
    `**Merging this changes the source only, and deploys nothing.** ${heldLine(environment, held)}`,
    endLine(environment, held),
  ]);
}

/** What became of a release that came onto the branch meanwhile. */
export function withheldLine(environment: string, held: Held): string {
  return `It is on the branch, and **nothing was deployed**: what ran before runs on. ${heldLine(environment, held)} ${endLine(environment, held)}`;
}

/** In one line without Markdown. */
export function withheldVerdict(name: string, environment: string): string {
  return `${name} passed and is not deployed to ${environment}, which is held`;
}

/** Before a check's title. */
export function heldTitle(environment: string): string {
  return `${environment} is held, merging deploys nothing: `;
}

export function putBackMessage(environment: string, release: Release, held: Held): string {
  const why = held.because ? `: ${quoted(held.because)}` : '';
  return `Keep ${short(release.commit)} in ${environment}, which is held${why}\n\nRelease: ${release.commit}\nImage: ${release.image.repository}@${release.image.digest}`;
}

/** Said where other manifests came into a held environment. */
export function putBackComment(
  { environment, release }: Deployment,
  held: Held,
  { commit, url }: { readonly commit: string; readonly url: string },
): string {
  return paragraphs([
    marker('hold', environment),
    `### ✋ Put back: ${plain(environment)} is held`,
    `This brought other manifests into **${plain(environment)}** than those that run there. ${heldLine(environment, held)} So the manifests of release \`${short(release.commit)}\` were put back at once: ${link(commit.slice(0, 7), url)}.`,
    endLine(environment, held),
  ]);
}

/** Said where they could not be put back. */
export function notPutBackComment(
  { environment, release }: Deployment,
  held: Held,
  { title, message }: Problem,
): string {
  return paragraphs([
    marker('hold', environment),
    `### ❌ Not put back: ${plain(title)}`,
    `This brought other manifests into **${plain(environment)}** than those of release \`${short(release.commit)}\`. ${heldLine(environment, held)} They could not be put back:`,
    message,
  ]);
}

/** Why a release that was taken out of an environment does not come there again by itself. */
export function withdrawnProblem({ environment, release, by, because }: Withdrawal): Problem {
  return {
    title: `release ${short(release)} was withdrawn from ${environment}`,
    message: `This is the source of release \`${short(release)}\`, which ${plain(by, 60)} rolled back in **${plain(environment)}**${because ? ` (${plain(because)})` : ''}. It does not come there again by itself. Merge a fix, or say ${code(`/tailrace rollback ${environment} to ${short(release)}`)} to have it there after all.`,
  };
}

/** The word with which manifests that wait are closed when a hold begins. */
export function heldProposalComment(environment: string, held: Held): string {
  return paragraphs([
    marker('manifests', environment),
    `**Closed, since nothing is deployed now:** ${heldLine(environment, held)}`,
    endLine(environment, held),
  ]);
}

/** Why a promotion is not to be merged: what it carries was taken out of the environment that it comes from. */
export function withdrawnThereText(environment: string, { from, by, at, because }: WithdrawnThere): Problem {
  return {
    title: `its release was withdrawn from ${from}`,
    message: `${plain(by, 60)} rolled this release back in **${plain(from)}** on ${at.slice(0, 10)}${because ? `: ${plain(because)}` : ''}. So it does not go on to **${plain(environment)}**: a newer release takes its place here. Close this, or wait for that.`,
  };
}
