import type { Queueing, World } from '../world.ts';
import { ensureUser } from '../world.ts';

const LOGIN = 'github-merge-queue[bot]';

/** GitHub's merge queue acts as an account of its own (yedeya-labs/kanon#79, objectstack-ai/objectstack#19343). */
export const githubQueueing: Queueing = {
  bot: (world: World) =>
    world.users.get(LOGIN) ??
    ensureUser(world, LOGIN, { kind: 'bot', email: '118344674+github-merge-queue@users.noreply.github.com' }),
  branchOf: (base, number, onto) => `gh-readonly-queue/${base}/pr-${number}-${onto}`,
};
