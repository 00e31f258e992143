import {
  type Approval,
  type ApprovalRule,
  approversOf,
  isSamePerson,
  judgeApproval,
  type KnownApproval,
} from '../../domain/approvals/approval.ts';
import { grantFor } from '../../domain/permissions/judge.ts';
import type { RepositoryRef } from '../../domain/repository-ref.ts';
import type { Permissions, PullRequests } from '../../ports/forge.ts';
import type { Log } from '../../ports/log.ts';
import { standingOf } from '../permissions/standing-of.ts';
import { type WriterPorts, writersOf } from './writers-of.ts';

export type ApprovalPorts = WriterPorts & {
  readonly pullRequests: Pick<PullRequests, 'reviews'>;
  readonly permissions: Permissions;
  readonly log: Pick<Log, 'warn'>;
};

/** A head of a pull request, and what its environment wants. */
export interface Approving {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly head: string;
  readonly rule: ApprovalRule;
  readonly environment: string;
  /** The release that it carries, if it is a promotion. */
  readonly release: string | undefined;
  /** Where it goes to. */
  readonly base: string;
  /** Who opened it. */
  readonly author: string;
}

/** Whether a head has the approval that its environment wants; where the forge can't be asked, it has none. */
export async function findApproval(ports: ApprovalPorts, approving: Approving): Promise<Approval> {
  const { number, head } = approving;
  return askForApproval(ports, approving).catch((error: unknown): Approval => {
    ports.log.warn({ err: error, number, head }, 'the forge could not tell who approved a pull request');
    return { kind: 'not-known' };
  });
}

/** The same. Throws where the forge can't be asked. */
export async function askForApproval(ports: ApprovalPorts, approving: Approving): Promise<KnownApproval> {
  const { repository, number, head, rule } = approving;
  const { ofHead, ofOlder } = approversOf(await ports.pullRequests.reviews(repository, number), head);
  const able = new Set<string>();
  for (const login of ofHead) if (await mayPromote(ports, approving, login)) able.add(login);
  const writers = rule.twoPeople && able.size > 0 ? await writersOf(ports, approving) : [];
  const approvers = ofHead.map((login) => ({
    login,
    mayPromote: able.has(login),
    wrote: writers.some((writer) => isSamePerson(writer, login)),
  }));
  return judgeApproval(rule, approvers, ofOlder);
}

async function mayPromote(
  { permissions }: ApprovalPorts,
  { repository, rule: { grants } }: Approving,
  login: string,
): Promise<boolean> {
  return grantFor(grants, await standingOf(permissions, repository, login, grants)) !== undefined;
}
