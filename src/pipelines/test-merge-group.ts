import { z } from 'zod';
import { runFolder } from '../domain/names.ts';
import type { TestMergeGroup } from '../domain/work.ts';
import type { Run, RunHistory } from '../ports/run.ts';
import { endOlderChecks } from './reporting/end-older-checks.ts';
import { publish } from './reporting/publish.ts';
import { type PinPorts, pinPullRequest, pinSchema } from './testing/pin-pull-request.ts';
import { type Guarding, planGuarding } from './testing/plan-guarding.ts';
import { planMerged } from './testing/plan-test.ts';
import { approvalOf, type RefusalPorts, refusePullRequest } from './testing/refuse-pull-request.ts';
import { type CandidatePorts, reportWithoutEnvironment, testCandidate } from './testing/test-candidate.ts';

export type TestMergeGroupPorts = CandidatePorts & PinPorts & RefusalPorts & { readonly history: RunHistory };

/** The group's last pull request where it stands; null where the queue has given the group up. */
const groupSchema = z.object({ pull: pinSchema.nullable() });

/**
 * Tests the commit that a merge queue will put onto an environment's branch, and says so on that commit: its tree is what the merge gives.
 * Nobody reads comments there. What keeps a pull request from being merged keeps its group from it.
 */
export async function testMergeGroup(
  ports: TestMergeGroupPorts,
  work: TestMergeGroup,
  run: Run,
): Promise<void> {
  const { repository, head, base } = work;
  const { pull } = await run.step('pin', groupSchema, () => pinGroup(ports, work));
  if (!pull?.open) return;
  await ports.git.fetch(repository, [pull.base, head]);
  const guarding = await planGuarding(ports, repository, { ...pull, baseBranch: base, head });
  if (!guarding) return;
  if ('title' in guarding) {
    const report = reportWithoutEnvironment(repository, base, guarding);
    return publish(ports, { repository, head }, report);
  }
  await test(ports, work, run, { pull, guarding });
}

/** The group's branch lives as long as the queue wants its check. */
async function pinGroup(ports: PinPorts, work: TestMergeGroup): Promise<z.infer<typeof groupSchema>> {
  const { repository, branch, head } = work;
  const standing = (await ports.git.heads(repository, [branch])).get(branch);
  return { pull: standing === head ? await pinPullRequest(ports, work) : null };
}

type Pull = NonNullable<z.infer<typeof groupSchema>['pull']>;

async function test(
  ports: TestMergeGroupPorts,
  { repository, head, base, number }: TestMergeGroup,
  run: Run,
  { pull, guarding }: { readonly pull: Pull; readonly guarding: Guarding },
): Promise<void> {
  const { environment } = guarding.guards;
  const subject = { repository, environment, pullRequest: number, mergeGroup: true, head };
  const attempt = await run.describe(subject);
  await endOlderChecks(ports, subject);
  if (await ports.history.isHandled(subject, run.id)) return;
  const record = await ports.records.find(repository, environment, pull.head);
  const approved = await approvalOf(ports, repository, number, pull);
  const refused = await refusePullRequest(ports, repository, { pin: pull, guarding, record, approved });
  const { tree } = await ports.git.commit(repository, head);
  await testCandidate(ports, run, {
    guarding,
    again: false,
    fork: pull.fork,
    mergeOf: pull.head,
    approved: { number, ...pull },
    base: { branch: base, commit: pull.base },
    audience: { repository, head },
    plan: refused ?? (await planMerged(ports, repository, { tree, base: pull.base }, guarding)),
    release: record?.release,
    folder: runFolder(number, head, environment, attempt),
  });
}
