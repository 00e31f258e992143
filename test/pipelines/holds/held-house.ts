import type { Hold } from '../../../src/domain/holds/hold.ts';
import type { Withdrawal } from '../../../src/domain/holds/withdrawal.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import type { Deployment } from '../../../src/domain/release.ts';
import { workKey } from '../../../src/domain/work.ts';
import type { RollBackPorts } from '../../../src/pipelines/holds/roll-back.ts';
import type { Check, PullRequest, PullRequests } from '../../../src/ports/forge.ts';
import { proposal } from '../../domain/proposals.ts';
import { at, bareRepository, repository } from '../bare-repository.ts';
import { inTurn } from '../in-turn.ts';

const manifest = (kind: string, name: string, note: string) =>
  `kind: ${kind}\nmetadata: {name: ${name}, namespace: churn-qa}\n# ${note}\n`;

/** What each release writes; `b` has an object more. */
const manifestsOf = (letter: string): Record<string, string> => ({
  '10-deployment.yaml': manifest('Deployment', 'churn', letter),
  ...(letter === 'b' && { '20-extra.yaml': manifest('Secret', 'extra', letter) }),
});

const nobodysAffair = async () => {
  throw new Error('Nobody asks for that.');
};
const nobody: PullRequests = {
  ...{ get: nobodysAffair, listOpen: nobodysAffair, newest: nobodysAffair, reviews: nobodysAffair },
  ...{
    requestReviews: nobodysAffair,
    ofCommit: nobodysAffair,
    close: nobodysAffair,
    reopen: nobodysAffair,
    ensure: nobodysAffair,
  },
};
const pull: PullRequest = {
  ...{
    number: 7,
    title: '',
    body: '',
    author: 'tailrace',
    state: 'open',
    merged: false,
    draft: false,
    newcomer: false,
  },
  ...{ fork: false, head: { branch: '', commit: '' }, base: { branch: '', commit: '' }, url: '' },
};

/** The environment `qa` in a repository on disk, where releases of one letter each were deployed, and everything in memory that is recorded of it. */
export function heldHouse() {
  const on = bareRepository();
  const deployments: Deployment[] = [];
  const holds = new Map<string, Hold & { ended?: boolean }>();
  const withdrawn = new Map<string, Withdrawal>();
  const work: string[] = [];
  const gone = new Set<string>();
  const proposals: Proposal[] = [];
  const checks: Check[] = [];
  const opened: { readonly head: string; readonly base: string; readonly body: string }[] = [];
  let minute = 0;
  const now = () => new Date(Date.UTC(2026, 10, 25, 12, minute++));

  const ports: RollBackPorts = {
    git: on.git,
    locks: inTurn(),
    clock: { now },
    registry: {
      digestOf: async (_, digest) => (gone.has(digest) ? undefined : digest),
      addTag: async () => undefined,
    },
    queue: {
      enqueue: async (each) => void work.push(`${each.kind} ${'branch' in each ? each.branch : ''}`.trim()),
      supersede: async () => undefined,
      replace: async () => false,
      end: async (key) => void work.push(`end ${key}`),
    },
    deployments: {
      list: async () => deployments.filter(({ came }) => came !== 'withheld').toReversed(),
      current: async () => deployments.findLast(({ came }) => came !== 'withheld'),
      brought: async () => deployments.filter(({ came }) => came !== 'rollback').toReversed(),
      save: async (_, deployment) => void deployments.push(deployment),
    },
    holds: {
      find: async (_, id) => holds.get(id),
      open: async () => [...holds.values()].filter(({ ended }) => !ended),
      due: async () => [],
      save: async (_, hold) => void holds.set(hold.id, hold),
      end: async (_, ids) =>
        ids.forEach((id) => {
          const hold = holds.get(id);
          if (hold) holds.set(id, { ...hold, ended: true });
        }),
      seen: async () => undefined,
      see: async () => undefined,
    },
    proposals: {
      find: async () => undefined,
      ofBranch: async () => proposals,
      into: async () => [],
      list: async () => [],
      save: async (_, each) => void proposals.push(each),
    },
    checks: { ensureCheck: async (_, check) => void checks.push(check) },
    pullRequests: {
      ...nobody,
      ensure: async (_, wanted) => {
        opened.push(wanted);
        return { ...pull, number: 7 };
      },
    },
    withdrawals: {
      list: async () => [...withdrawn.values()],
      save: async (_, each) => void withdrawn.set(each.release, each),
      remove: async (_, __, release) => void withdrawn.delete(release),
    },
  };

  return {
    ...{ on, ports, work, deployments, proposals, checks, opened },
    /** Deploys a release, its manifests below `folder` of the branch `qa`. */
    async deploy(letter: string, folder = 'deploy/kube'): Promise<void> {
      const tip = (await on.git.heads(repository, ['qa'])).get('qa');
      const files = Object.entries(manifestsOf(letter)).map(
        ([path, content]) => ({ kind: 'write', path: `${folder}/${path}`, content }) as const,
      );
      const before = tip && (await on.git.commit(repository, tip)).tree;
      const tree = await on.git.edit(repository, before, [{ kind: 'remove', path: folder }, ...files]);
      const message = `Deploy ${letter}`;
      const commit = await on.git.makeCommit(repository, { tree, parents: tip ? [tip] : [], message, at });
      await on.git.push(repository, 'qa', tip, commit);
      const release = { ...proposal.deployment.release, commit: letter.repeat(40) };
      const image = { ...release.image, digest: `sha256:${letter.repeat(64)}` };
      const manifests = { repository, branch: 'qa', folder, commit };
      deployments.push({
        ...proposal.deployment,
        ...{ release: { ...release, image }, head: commit, manifests, at: now().toISOString(), run: letter },
      });
    },
    loseImage: (letter: string) => gone.add(`sha256:${letter.repeat(64)}`),
    open: async () => (await ports.holds.open(repository, 'qa')).map(({ id }) => id),
    withdrawn: () => [...withdrawn.keys()].map((commit) => commit.slice(0, 1)),
    running: async () => {
      const lies = Object.values(await on.files('qa')).map((content) => content.match(/# (\w)/)?.[1]);
      return [...new Set(lies)].join('');
    },
    commits: () => on.commits('qa'),
    /** Somebody asks; `heard` is when, before everything by default. */
    asking: (id: string, by = 'ann') => ({
      ...{ repository, id, by, at: now().toISOString(), url: `https://forge/${id}` },
      signal: new AbortController().signal,
    }),
    station: { branch: 'qa', environment: 'qa', nextBranch: 'prod' },
    deliveryKey: workKey({ kind: 'deliver-branch', repository, branch: 'qa' }),
  };
}
