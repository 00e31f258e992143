import { noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import type { BreachPorts } from '../../../src/pipelines/approvals/hold-breaches.ts';
import type { PullRequest } from '../../../src/ports/forge.ts';
import type { CommitInfo } from '../../../src/ports/git.ts';
import { deploymentOf, portsFrom } from './writer-stubs.ts';

/** The newest commits of the branch `qa`, and what is known of them. */
export interface Line {
  /** The oldest first; before them is `base`. */
  readonly commits: readonly string[];
  /** The head that was delivered last. */
  readonly delivered: string | undefined;
  /** What commits have as their `.tailrace.yml`, below the two lines that every file needs. */
  readonly files: Readonly<Record<string, string>>;
  /** Which pull request brought which commit. */
  readonly pulls: Readonly<Record<string, number>>;
  /** Who approves each pull request's head; undefined where the forge can't tell. */
  readonly approvals: readonly string[] | undefined;
  readonly mergedBy: string;
}

export function worldOf({ commits, delivered, files, pulls, approvals, mergedBy }: Line) {
  const asked: string[] = [];
  const held: string[] = [];
  const told: string[] = [];
  const writers = portsFrom([]);
  const all = ['base', ...commits];
  const infoOf = (commit: string) => commitAt(commit, all[all.indexOf(commit) - 1]);
  const ports: BreachPorts = {
    ...writers,
    operator: { policy: noPolicy, secrets: {} },
    log: { warn: () => undefined },
    git: {
      ...writers.git,
      commit: async (_, commit) => infoOf(commit),
      firstParents: async (_, from = '', to) =>
        all
          .slice(all.indexOf(from) + 1, all.indexOf(to) + 1)
          .map(infoOf)
          .toReversed(),
      read: async (_, commit) => fileOf(files[commit]),
    },
    pullRequests: {
      ofCommit: async (_, commit) => {
        asked.push(commit);
        const number = pulls[commit];
        return number === undefined ? [] : [{ ...pullRequest, number, mergedBy }];
      },
      reviews: async () => {
        if (!approvals) throw new Error('the forge is away');
        return approvals.map((by, id) => ({ id, by, verdict: 'approved', commit: 'head' }));
      },
    },
    permissions: { role: async () => 'admin', isMember: async () => false },
    comments: { ensureComment: async (_, number) => `${told.push(`${number}`)}` },
    links: { pullRequest: (_, number) => `https://forge.example.com/${number}` },
    deployments: {
      list: async () => [],
      brought: async () => (delivered === undefined ? [] : [{ ...deploymentOf('r'), head: delivered }]),
    },
    records: { find: async () => undefined },
    holds: { save: async (_, { id }) => void held.push(id) },
    locks: { alone: (_, __, action) => action() },
    clock: { now: () => new Date(0) },
  };
  return { ports, asked, held, told };
}

function fileOf(written: string | undefined): Buffer | undefined {
  if (written === undefined) return undefined;
  return Buffer.from(`image: registry.example.com/acme/churn\nnotebook: a.ipynb\n${written}\n`);
}

function commitAt(commit: string, parent: string | undefined): CommitInfo {
  return {
    ...{ commit, tree: 't', parents: parent === undefined ? [] : [parent], message: 'Change' },
    ...{ author: { name: 'eve', email: 'eve@x.example' }, authoredAt: '', committedAt: '' },
  };
}

const pullRequest: PullRequest = {
  ...{ number: 0, title: '', body: '', author: 'eve', state: 'closed', merged: true, draft: false, url: '' },
  ...{ fork: false, newcomer: false },
  head: { branch: 'feature', commit: 'head' },
  base: { branch: 'qa', commit: 'base' },
};
