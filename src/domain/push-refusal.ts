/** What a forge has against a push. One push can meet several of its rules. */
export type RefusalReason =
  /** Changes come by pull requests, with what those need: reviews, a merge queue. */
  | 'pull-request'
  /** Checks have to pass on a commit before it comes there, by whatever way. */
  | 'checks'
  /** Only named accounts push there. */
  | 'pushers'
  | 'signature'
  /** It changes workflow files, which the app may not. */
  | 'workflows'
  | 'merge-commits'
  | 'force-push'
  /** Branches of this name are not made by everybody. */
  | 'creation'
  /** The branch's pull request waits in a merge queue: until then nothing moves it. */
  | 'queued'
  /** The forge found what looks like a secret. */
  | 'secret'
  | 'file-size'
  /** The app may not write to the repository at all. */
  | 'access'
  /** A rule that has no name here. */
  | 'rule';

/** A push that the forge refuses for good, until somebody changes something. */
export interface PushRefusal {
  readonly branch: string;
  /** Every reason that was told, at least one. */
  readonly reasons: readonly RefusalReason[];
  /** Where the rules stand: in the branch's protection, or in a ruleset; undefined where they are not rules of a branch. */
  readonly keptIn?: 'protection' | 'ruleset' | undefined;
  /** The forge's words, without credentials. */
  readonly said: string;
  /** Who the commits are by, and the public key that verifies them: `SHA256:…` of an SSH key, the fingerprint of an OpenPGP key. */
  readonly committer: { readonly email: string; readonly key?: string | undefined };
}

/** Whether a pull request with the same commit would get past everything that was said: people merge it then. */
export function goesByPullRequest({ reasons }: PushRefusal): boolean {
  return reasons.every((reason) => ['pull-request', 'checks', 'pushers'].includes(reason));
}
