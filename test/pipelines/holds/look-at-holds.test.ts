import { expect, test } from 'vitest';
import type { Held, Hold } from '../../../src/domain/holds/hold.ts';
import { lookAtHolds } from '../../../src/pipelines/holds/look-at-holds.ts';

const repository = { owner: 'acme', name: 'churn' };
const freeze = [{ cron: '0 16 * * FRI', seconds: 3600, because: 'weekend' }];
const station = { branch: 'prod', environment: 'prod', freeze, timezone: 'UTC' };
const others = { branch: 'qa', environment: 'qa', nextBranch: 'prod' };

/** An environment with a freeze and holds; gives what is put into the queue when somebody looks at this time. */
function watched(...placed: readonly Hold[]) {
  const open = [...placed];
  let seen: Held | undefined;
  return {
    open,
    async look(time: string): Promise<readonly string[]> {
      const work: string[] = [];
      const now = new Date(time);
      await lookAtHolds({
        clock: { now: () => now },
        roads: {
          list: async () => [station, others].map((each) => ({ repository, station: each })),
          at: async () => station,
          into: async () => [],
          remember: async () => undefined,
        },
        queue: {
          enqueue: async (each) => void work.push(`${each.kind} ${'branch' in each ? each.branch : ''}`),
          supersede: async () => undefined,
          replace: async () => false,
          end: async () => undefined,
        },
        holds: {
          find: async () => undefined,
          open: async (_, environment) => open.filter((hold) => hold.environment === environment),
          due: async () =>
            open
              .filter(({ until }) => until !== undefined && new Date(until) <= now)
              .map((hold) => ({ repository, hold })),
          save: async () => undefined,
          end: async (_, ids) =>
            void open.splice(0, open.length, ...open.filter(({ id }) => !ids.includes(id))),
          seen: async (_, environment) => (environment === 'prod' ? seen : undefined),
          see: async (_, __, held) => {
            seen = held;
          },
        },
      });
      return work;
    },
  };
}

const hold = { id: '1/0', environment: 'prod', by: 'ann', at: '2026-11-25T12:00:00.000Z' };
const looked = ['deliver-branch prod', 'offer-promotion prod'];

test('a freeze has its environment looked at when it begins and when it ends, and not in between', async () => {
  const { look } = watched();
  expect(await look('2026-11-27T15:59:00Z')).toEqual([]);
  expect(await look('2026-11-27T16:00:00Z')).toEqual(looked);
  expect(await look('2026-11-27T16:30:00Z')).toEqual([]);
  expect(await look('2026-11-27T17:00:00Z')).toEqual(looked);
  expect(await look('2026-11-27T17:01:00Z')).toEqual([]);
});

test('a hold is ended at its time, also one that nobody has looked at since it began', async () => {
  const { look, open } = watched({ ...hold, until: '2026-11-25T14:00:00.000Z' });
  expect(await look('2026-11-25T14:00:00Z')).toEqual(looked);
  expect(open).toEqual([]);
  expect(await look('2026-11-25T14:01:00Z')).toEqual([]);
});

test('a hold without an end stays', async () => {
  const { look, open } = watched(hold);
  expect(await look('2026-11-25T14:00:00Z')).toEqual(looked);
  expect(await look('2036-11-25T14:00:00Z')).toEqual([]);
  expect(open).toEqual([hold]);
});
