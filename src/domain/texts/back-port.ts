import type { FileChange } from '../promotion/file-change.ts';
import type { Hotfix } from '../promotion/hotfix.ts';
import type { BackPort, FirstEnvironment } from '../promotion/obstacles.ts';
import { code, list, paragraphs, plain, pre, quoted } from './markdown.ts';
import { short } from './numbers.ts';

/** A change that was made on a later environment's branch, and is brought to the first one. */
export interface BackPortText {
  readonly name: string;
  /** Where it was made. */
  readonly environment: string;
  readonly first: string;
  readonly commits: Hotfix['commits'];
}

export function backPortTitle({ name, environment, first }: BackPortText): string {
  return `Bring ${name}'s change of ${environment} to ${first}`;
}

/** The body of the pull request that brings a hotfix to the first environment. */
export function backPortBody({ environment, first, commits }: BackPortText): string {
  return paragraphs([
    `These changes were made on **${plain(environment)}** alone. Without them in **${plain(first)}**, the next promotion would take them away again, so it waits for them. Merging this brings them on the road; they come back to ${plain(environment)} by the next promotions.`,
    commitList(commits),
    `Nothing else changes here: the manifests of ${plain(first)} stay. Push to this branch where the change needs more; Tailrace leaves your commits alone.`,
  ]);
}

/** The commit's message. The trailer is for people: nothing is decided by it. */
export function backPortMessage(text: BackPortText): string {
  const { environment, commits } = text;
  const authors = new Map(commits.map(({ author }) => [author.email, author]));
  return [
    backPortTitle(text),
    '',
    ...commits.map(({ commit, subject }) => `* ${quoted(subject)} (${short(commit)})`),
    '',
    `Hotfix-Of: ${environment}`,
    ...[...authors.values()].map(({ name, email }) => `Co-authored-by: ${name} <${email}>`),
  ].join('\n');
}

/** What the reader has to do so that a change comes back to where it was made by a promotion. */
export function backPortLine(
  backPort: BackPort,
  where: {
    readonly from: string;
    readonly environment: string;
    readonly first: FirstEnvironment;
    readonly commits: Hotfix['commits'];
    /** What follows by itself; else that the promotion turns green. */
    readonly follows?: string;
  },
): string {
  const first = plain(where.first.environment);
  const byItself =
    where.follows ??
    `this promotion turns green by itself when a release with it has come to **${plain(where.from)}**`;
  switch (backPort.kind) {
    case 'there':
      return `**${first}** has the same change already: ${byItself}.`;
    case 'unreadable':
      return `It could not be brought to **${first}**: the branch ${code(where.first.branch)} is not there, or its \`.tailrace.yml\` can't be read. Mend that and push there.`;
    case 'conflict':
      return conflictLines(backPort.files, where);
    case 'pull-request':
      return {
        open: `#${backPort.number} brings the same change to **${first}**. Merge it: ${byItself}.`,
        merged: `#${backPort.number} has brought the same change to **${first}**: ${byItself}.`,
        closed: `#${backPort.number} would have brought the same change to **${first}**, and was closed. Reopen it, or make the change there in another way: ${byItself}.`,
      }[backPort.state];
  }
}

function conflictLines(files: readonly string[], where: Parameters<typeof backPortLine>[1]): string {
  const { environment, first, commits } = where;
  const branch = `backport-${environment}`;
  const picks = commits.map(({ commit, isMerge }) => `git cherry-pick -x ${isMerge ? '-m 1 ' : ''}${commit}`);
  return paragraphs([
    `Tailrace can't bring it to **${plain(first.environment)}** by itself: it conflicts with what was changed there in`,
    list(
      files.map((file) => code(file)),
      (more) => `… and ${more} more files`,
    ),
    'By hand, with a pull request in the end (after a conflict: correct the files, `git add` them, `git cherry-pick --continue`):',
    pre(
      [
        'git fetch origin',
        `git switch --create ${branch} origin/${first.branch}`,
        ...picks,
        `git push origin ${branch}`,
      ].join('\n'),
    ),
  ]);
}

const mostCommits = 20;

export function commitList(commits: Hotfix['commits']): string {
  return list(
    commits.map(({ commit, subject, author }) => `${commit} ${plain(subject)} (${plain(author.name, 60)})`),
    (more) => `… and ${more} more`,
    mostCommits,
  );
}

export function fileList(files: readonly FileChange[]): string {
  return list(
    files.map(({ path, change }) => `${code(path)} ${change}`),
    (more) => `… and ${more} more files`,
  );
}
