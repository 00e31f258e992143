import type { FileChange } from '../promotion/file-change.ts';
import type { Obstacle } from '../promotion/obstacles.ts';
import type { Release } from '../release.ts';
import { fileList } from './back-port.ts';
import { fold, paragraphs, plain } from './markdown.ts';
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
}

export function promotionTitle({ name, release, to }: PromotionText): string {
  return `Promote ${name} ${short(release.commit)} to ${to}`;
}

/** The body of the promotion pull request: what it brings, and what merging it does. */
export function promotionBody(text: PromotionText): string {
  const { from, to, release, before } = text;
  return paragraphs([
    `Merging this puts release \`${short(release.commit)}\`, which runs in **${plain(from)}**, into **${plain(to)}**. The image is not built again: it is the one that was tested.`,
    text.nothingServed && `Nothing is served there: ${text.nothingServed}`,
    `### What it brings${before ? ` since release \`${short(before)}\`` : ' (nothing runs there yet)'}`,
    commitList(text),
    pullRequestList(text.commits),
    unrelatedNote(text),
    overwrittenText(text.obstacles),
    `**Image** \`${release.image.repository}@${release.image.digest}\`\n**Source tree** \`${release.sourceTree}\``,
    `**Road:** ${text.road.map((stop) => (stop === to ? `**${plain(stop)}** ⏳` : stop === from ? `${plain(stop)} ✅` : plain(stop))).join(' → ')}`,
    `The check \`tailrace/${to}\` and the comment below show the test with ${plain(to)}'s parameters and dataset, against what runs in ${plain(to)} now. This branch is Tailrace's: it holds one commit and is made anew when something newer is there.`,
  ]);
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

function commitList({ commits, more }: PromotionText): string {
  if (commits.length === 0) return 'No commits of people.';
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
