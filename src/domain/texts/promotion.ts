import type { Held } from '../holds/hold.ts';
import type { FileChange } from '../promotion/file-change.ts';
import type { Obstacle } from '../promotion/obstacles.ts';
import type { Release } from '../release.ts';
import { fileList } from './back-port.ts';
import { heldMergeNote } from './holds.ts';
import { code, fold, paragraphs, plain } from './markdown.ts';
import { short } from './numbers.ts';
import { overwrittenText } from './promotion-obstacles.ts';

/** A commit that a promotion carries. */
export interface CarriedCommit {
  readonly commit: string;
  readonly subject: string;
  readonly author: { readonly name: string; readonly email: string };
}

export interface PromotionText {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly release: Release;
  /** The release that the target runs now. */
  readonly before: string | undefined;
  readonly commits: readonly CarriedCommit[];
  /** How many commits there are beyond those. */
  readonly more: boolean;
  readonly road: readonly string[];
  /** Why nothing is served there: the end of the sentence "Nothing is served there: …". */
  readonly nothingServed: string | undefined;
  /** What the target has and the release has not, where nobody can say whose change that is. */
  readonly unrelated: readonly FileChange[];
  /** What it goes over, as somebody allowed. */
  readonly obstacles: readonly Obstacle[];
  readonly held?: HeldText | undefined;
  /** What holds the target: merging deploys nothing. */
  readonly frozen?: Held | undefined;
  /** Names of `reviewers` that the forge does not let be asked. */
  readonly unknownReviewers: readonly string[];
}

/** That an approval holds the promotion at its release. */
export interface HeldText {
  readonly by: string;
  /** The release that waits until this one is merged. */
  readonly newer: string | undefined;
  /** The forge dismissed the approval when the commit was made anew. */
  readonly askedAgain: boolean;
  /** It was named in a command, not approved. */
  readonly chosen?: boolean | undefined;
}

export function promotionTitle({ name, release, to, frozen }: PromotionText): string {
  return `Promote ${name} ${short(release.commit)} to ${to}${frozen ? ' (held: its source only)' : ''}`;
}

/** The body of the promotion pull request: what it brings, and what merging it does. */
export function promotionBody(text: PromotionText): string {
  const { from, to, release, before } = text;
  return paragraphs([
    heldNote(text),
    text.frozen && heldMergeNote(to, text.frozen),
    text.frozen
      ? `It brings the source of release \`${short(release.commit)}\`, which runs in **${plain(from)}**, onto the branch of **${plain(to)}**, and keeps the manifests that run there.`
      : `Merging this puts release \`${short(release.commit)}\`, which runs in **${plain(from)}**, into **${plain(to)}**. The image is not built again: it is the one that was tested.`,
    text.nothingServed && `Nothing is served there: ${text.nothingServed}`,
    `### What it brings${before ? ` since release \`${short(before)}\`` : ' (nothing runs there yet)'}`,
    commitList(text),
    pullRequestList(text.commits),
    unrelatedNote(text),
    unknownReviewersNote(text),
    overwrittenText(text.obstacles),
    `**Image** \`${release.image.repository}@${release.image.digest}\`\n**Source tree** \`${release.sourceTree}\``,
    `**Road:** ${text.road.map((stop) => (stop === to ? `**${plain(stop)}** ⏳` : stop === from ? `${plain(stop)} ✅` : plain(stop))).join(' → ')}`,
    `The check \`tailrace/${to}\` and the comment below show the test with ${plain(to)}'s parameters and dataset, against what runs in ${plain(to)} now. This branch is Tailrace's: it holds one commit and is made anew when something newer is there.`,
  ]);
}

/** Stands at the top, since it says why this is not the newest release. */
function heldNote({ held, release, to }: PromotionText): string | undefined {
  if (!held) return undefined;
  const { by, newer, askedAgain, chosen } = held;
  return paragraphs([
    newer &&
      chosen &&
      `> **A newer release, \`${short(newer)}\`, waits.** ${plain(by, 60)} asked for release \`${short(release.commit)}\`; the newer one follows after the merge. \`/tailrace promote ${plain(to)}\` takes it at once.`,
    newer &&
      !chosen &&
      `> **A newer release, \`${short(newer)}\`, waits.** ${plain(by, 60)} approved release \`${short(release.commit)}\`, so this pull request stays with it; the newer one follows after the merge. Take the approval back, or close this, and the newer one comes at once.`,
    askedAgain &&
      `> **The commit was made anew** on the newest head of **${plain(to)}**, with the same release, and the forge dismissed the approval of ${plain(by, 60)} for that. ${plain(by, 60)} was asked again.`,
  ]);
}

function unknownReviewersNote({ unknownReviewers, to }: PromotionText): string | undefined {
  if (unknownReviewers.length === 0) return undefined;
  const names = unknownReviewers.map((name) => code(name)).join(', ');
  return `**Not asked to review:** ${names}. The forge knows nobody of that name who may review here. Correct \`reviewers\` of ${plain(to)} in \`.tailrace.yml\` on its branch, or give them access.`;
}

/** The first promotion goes over what it finds, where the branches don't tell what was there before. */
function unrelatedNote({ unrelated, to, from }: PromotionText): string | undefined {
  if (unrelated.length === 0) return undefined;
  return paragraphs([
    `**Look at what this replaces:** no release was promoted to **${plain(to)}** before, and its branch has no commit in common with **${plain(from)}**, so Tailrace can't tell which of these differences are somebody's work:`,
    fold(`What ${plain(to)} has and the release has not`, fileList(unrelated)),
  ]);
}

const mostCommits = 30;

/** The commits of people that a release brings. */
export function commitList({ commits, more }: Pick<PromotionText, 'commits' | 'more'>): string {
  if (commits.length === 0)
    return more ? 'Its commits are gone: their branch was pushed over.' : 'No commits of people.';
  const lines = commits
    .slice(0, mostCommits)
    .map(({ commit, subject, author }) => `- ${commit} ${plain(subject)} (${plain(author.name, 60)})`);
  return [...lines, ...(more || commits.length > mostCommits ? ['- … and older ones'] : [])].join('\n');
}

/** The pull requests that the commits' subjects name, as forges write them when they merge: `… (#12)`, `Merge pull request #12 …`. */
function pullRequestList(commits: readonly CarriedCommit[]): string | undefined {
  const numbers = commits
    .slice(0, mostCommits)
    .flatMap(
      ({ subject }) =>
        /\(#(\d{1,9})\)$|^Merge pull request #(\d{1,9}) /.exec(subject)?.slice(1).filter(Boolean) ?? [],
    );
  return numbers.length > 0
    ? `**Pull requests:** ${[...new Set(numbers)].map((number) => `#${number}`).join(', ')}`
    : undefined;
}

/** The promotion commit's message. Its trailers are for people: nothing is ever decided by them. */
export function promotionMessage(text: PromotionText): string {
  const { name, from, to, release } = text;
  const authors = [...new Map(text.commits.map(({ author }) => [author.email, author])).values()];
  return [
    promotionTitle(text),
    '',
    `${name} ${short(release.commit)} passed in ${from} and is promoted to ${to}.`,
    '',
    `Promoted-From: ${from}`,
    `Release: ${release.commit}`,
    `Image: ${release.image.repository}@${release.image.digest}`,
    ...authors.map(({ name: author, email }) => `Co-authored-by: ${author} <${email}>`),
  ].join('\n');
}

/** The message of a commit that writes manifests alone. */
export function manifestsMessage(name: string, environment: string, release: Release): string {
  return `Deploy ${name} ${short(release.commit)} to ${environment}\n\nRelease: ${release.commit}\nImage: ${release.image.repository}@${release.image.digest}`;
}

export function evidenceMessage(name: string, environment: string, release: Release): string {
  return `Evidence of ${name} ${short(release.commit)} in ${environment}\n\nRelease: ${release.commit}`;
}
