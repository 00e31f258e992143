import { isOwnBranch } from '../names.ts';
import type { PushRefusal, RefusalReason } from '../push-refusal.ts';
import { formatRepository, type RepositoryRef } from '../repository-ref.ts';
import type { Problem } from '../test-report.ts';
import { code, list, paragraphs, pre } from './markdown.ts';

/** What could not be pushed, as the reader knows it: "The manifests could not be pushed". */
export type Pushed = 'manifests' | 'evidence' | 'files of this test' | 'promotion' | 'back-port';

/** Said where a forge refuses a push: each reason with its remedy, all at once, then the forge's own words. `elsewhere`: another repository than the reader's. */
export function pushRefusedText(refusal: PushRefusal, pushed: Pushed, elsewhere?: RepositoryRef): Problem {
  const { branch, reasons, said } = refusal;
  const there = elsewhere && formatRepository(elsewhere);
  const first = reasons[0] ?? 'rule';
  return {
    title: `${branch}${there ? ` of ${there}` : ''} refuses Tailrace's push: ${whys[first]}`,
    message: paragraphs([
      `The ${pushed} could not be pushed to the branch ${code(branch)}${there ? ` of ${code(there)}` : ''}, because GitHub refused the push.${there ? ' What is to be changed is to be changed there:' : ''}`,
      remediesOf(refusal),
      `${next(pushed)} What GitHub said:`,
      pre(said, 1500),
    ]),
  };
}

/** Each reason of a refusal with its remedy, a list. */
export function remediesOf(refusal: PushRefusal): string {
  const remedies = refusal.reasons.map(
    (reason) => `**${capital(whys[reason])}.** ${remedyOf[reason](refusal)}`,
  );
  return list(remedies, (more) => `… and ${more} more`);
}

/** A promotion and a back-port have no check before they are pushed; the reconciliation makes them. */
function next(pushed: Pushed): string {
  return pushed === 'promotion' || pushed === 'back-port'
    ? 'Tailrace tries again by itself within ten minutes.'
    : 'Then run the check again.';
}

const whys: Readonly<Record<RefusalReason, string>> = {
  'pull-request': 'changes there go through pull requests',
  checks: 'checks have to pass before a push',
  pushers: 'only certain accounts may push there',
  signature: 'commits there must be signed',
  workflows: 'a workflow file changes',
  'merge-commits': 'merge commits are not allowed there',
  'force-push': 'it may not be force-pushed',
  creation: 'not everybody may create it',
  queued: 'its pull request waits in the merge queue',
  secret: 'GitHub found a secret in it',
  'file-size': 'a file is larger than GitHub takes',
  access: "Tailrace's app may not write here",
  rule: 'a rule does not allow it',
};

const remedyOf = {
  'pull-request': (refusal) =>
    isOwnBranch(refusal.branch) ? leaveOutOwnBranches(refusal) : letPast(refusal, byPullRequest),
  checks: (refusal) => (isOwnBranch(refusal.branch) ? leaveOutOwnBranches(refusal) : letPastChecks(refusal)),
  pushers: (refusal) =>
    isOwnBranch(refusal.branch) ? leaveOutOwnBranches(refusal) : letPast(refusal, byPusher),
  signature: (refusal) => (refusal.committer.key ? registerKey(refusal) : makeKey(refusal)),
  workflows: () =>
    "Give the app the permission **Workflows: read and write** in its settings (Settings → Developer settings → GitHub Apps → the app → Permissions & events), and let an owner accept it at the installation; or take the workflow file's change out.",
  'merge-commits': (refusal) =>
    isOwnBranch(refusal.branch)
      ? `Tailrace makes no merge commits, but the branch begins with commits of people. ${leaveOutOwnBranches(refusal)}`
      : 'Tailrace makes no merge commits: one of people\'s lies below. Merge pull requests there by squash or rebase, or take "Require linear history" off the branch.',
  'force-push': leaveOutOwnBranches,
  creation: leaveOutOwnBranches,
  queued: () =>
    'Nothing to do: Tailrace comes back to it when the pull request was merged, or has left the queue.',
  secret: () =>
    'Take the secret out of what the notebook prints and writes, and put another in its place: it has been seen. Where it is none, an administrator can allow it at the link below.',
  'file-size': () => 'Let the notebook print and write less: GitHub takes files of at most 100 MB.',
  access: () =>
    "Let an owner accept the app's permission **Contents: read and write** (Settings → GitHub Apps → Configure); an archived repository takes no pushes at all.",
  rule: (refusal) =>
    isOwnBranch(refusal.branch) ? leaveOutOwnBranches(refusal) : letPast(refusal, byPullRequest),
} as const satisfies Record<RefusalReason, (refusal: PushRefusal) => string>;

const byPullRequest = 'Allow specified actors to bypass required pull requests';
const byPusher = 'Restrict who can push to matching branches';

/** How the app is let past the rules of an environment's branch. */
function letPast({ branch, keptIn }: PushRefusal, setting: string): string {
  return keptIn === 'protection'
    ? `Let the app push there: Settings → Branches → the rule for ${code(branch)} → "${setting}" → add Tailrace's app.`
    : `Let the app push there: Settings → Rules → Rulesets → the ruleset for ${code(branch)} → Bypass list → Add bypass → Tailrace's app.`;
}

/** A protected branch has no bypass for its required checks, also not by that of pull requests (github/docs#17535); a ruleset has. */
function letPastChecks(refusal: PushRefusal): string {
  return refusal.keptIn === 'protection'
    ? `A protected branch lets nobody past its required checks. Require them in a ruleset instead: Settings → Rules → Rulesets → New branch ruleset for ${code(refusal.branch)}, with the same checks and Tailrace's app in its bypass list; then take "Require status checks to pass before merging" off Settings → Branches → the rule for ${code(refusal.branch)}.`
    : letPast(refusal, byPullRequest);
}

/** Branches of our own belong to no rule: people don't push there. */
function leaveOutOwnBranches({ branch, keptIn }: PushRefusal): string {
  return keptIn === 'protection'
    ? `${code(branch)} is a branch of Tailrace's own. Narrow the rule's pattern so that it leaves ${ownBranches} alone: Settings → Branches → the rule that covers it → Branch name pattern.`
    : `${code(branch)} is a branch of Tailrace's own. Take those out of the ruleset: Settings → Rules → Rulesets → the ruleset that covers it → Target branches → Add target → Exclude by pattern → ${ownBranches}; or add Tailrace's app to its bypass list.`;
}

const ownBranches = '`tailrace/**/*`';

/** Said on a pull request of Tailrace's own whose base takes signed commits only. */
export function unsignedNote(base: string, committer: PushRefusal['committer']): string {
  return `**It can't be merged like this:** a ruleset wants signed commits on ${code(base)}. ${makeKey({ committer })} Tailrace makes this commit anew, signed, when it is started with the key.`;
}

function makeKey({ committer }: Pick<PushRefusal, 'committer'>): string {
  return [
    'Tailrace has no key to sign with. Its operator makes one with',
    "`ssh-keygen -t ed25519 -N '' -C tailrace -f tailrace-signing-key`,",
    'names the file in `TAILRACE_SIGNING_KEY_PATH`, and adds `tailrace-signing-key.pub` to an account for machines (an app has no keys of its own):',
    `Settings → SSH and GPG keys → New SSH key → Key type: Signing Key. That account's verified email address is what \`TAILRACE_COMMIT_EMAIL\` has to be; now it is ${code(committer.email)}.`,
  ].join(' ');
}

function registerKey({ committer }: PushRefusal): string {
  return [
    `Tailrace signs with the key ${code(committer.key ?? '')}, and GitHub does not know it as one of ${code(committer.email)}.`,
    'Add the public key to an account for machines (an app has no keys of its own): Settings → SSH and GPG keys, as a **signing** key or a GPG key;',
    `and give that account's verified email address as \`TAILRACE_COMMIT_EMAIL\`.`,
  ].join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
