import type { Command } from '../../../src/domain/commands/command.ts';
import type { CommentEvent } from '../../../src/domain/events.ts';
import type { Role } from '../../../src/domain/permissions/role.ts';
import { noPolicy } from '../../../src/domain/policy/allowances-for.ts';
import { commandsIn, type RunCommand } from '../../../src/domain/work.ts';
import { checkPermission, type PermissionPorts } from '../../../src/pipelines/commands/check-permission.ts';

const repository = { owner: 'acme', name: 'churn' };

/** What the head of each branch has as its `.tailrace.yml`, below the two lines that every file needs. */
export type Files = Readonly<Record<string, string>>;

export interface Around {
  /** The forge can't tell where it is left out. */
  readonly role?: Role | undefined;
  /** The teams that whoever asks is in, as `organization/slug`; undefined: the forge can't tell. */
  readonly teams?: readonly string[] | undefined;
  readonly fork?: boolean;
  /** The branch that the pull request goes to. */
  readonly base?: string;
  readonly files?: Files;
}

/** A command as the forge's telling gives it, by dana: newly written, or written into an older comment of somebody else. */
export function asked(line: string, { edited = false } = {}): { work: RunCommand; command: Command } {
  const event: CommentEvent = {
    ...{ kind: 'comment', id: 'd1', repository, place: { kind: 'pull-request', number: 7 }, comment: 12 },
    ...{ by: 'dana', text: edited ? `Hm.\n\n${line}` : line },
    ...(edited && { before: 'Hm.' }),
  };
  const [work] = commandsIn(event, new Date('2026-11-25T12:00:00Z'));
  if (work?.asked.kind !== 'command') throw new Error(`${line} is no command.`);
  return { work, command: work.asked.command };
}

/** What is found of whoever asks, in a repository with the four usual environments. */
export function checkFor({ work, command }: ReturnType<typeof asked>, around: Around) {
  return checkPermission(portsOf(around), work, command);
}

const branches = ['sandbox', 'qa', 'uat', 'prod'];
const stations = branches.map((branch, index) => ({
  ...{ branch, environment: branch, nextBranch: branches[index + 1] },
}));

function portsOf({ role, teams, fork = false, base = 'sandbox', files = {} }: Around): PermissionPorts {
  const told = <T>(value: T | undefined): Promise<T> =>
    value === undefined ? Promise.reject(new Error('the forge is away')) : Promise.resolve(value);
  return {
    operator: { policy: noPolicy, secrets: {} },
    log: { warn: () => undefined },
    git: {
      heads: async (_, wanted) => new Map(wanted.map((branch) => [branch, branch])),
      read: async (_, branch) =>
        Buffer.from(`image: registry.example.com/acme/churn\nnotebook: a.ipynb\n${files[branch] ?? ''}`),
    },
    roads: {
      list: async () => stations.map((station) => ({ repository, station })),
      at: async (_, branch) => stations.find((station) => station.branch === branch),
    },
    permissions: {
      role: () => told(role),
      isMember: async (_, { organization, slug }) => (await told(teams)).includes(`${organization}/${slug}`),
    },
    pullRequests: {
      get: async (_, number) => ({ ...pullRequest, number, fork, base: { branch: base, commit: 'b' } }),
    },
  };
}

const pullRequest = {
  title: '',
  body: '',
  author: 'eve',
  state: 'open',
  merged: false,
  draft: false,
  newcomer: false,
  url: '',
  head: { branch: 'feature', commit: 'h' },
} as const;
