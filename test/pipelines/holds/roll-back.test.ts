import { afterEach, beforeEach, expect, test } from 'vitest';
import { PersonError } from '../../../src/domain/person-error.ts';
import type { RefusalReason } from '../../../src/domain/push-refusal.ts';
import { type RollbackEnd, rollBack } from '../../../src/pipelines/holds/roll-back.ts';
import { type Git, PushRefused } from '../../../src/ports/git.ts';
import { losingRaces, repository } from '../bare-repository.ts';
import { heldHouse } from './held-house.ts';

let house: ReturnType<typeof heldHouse>;
beforeEach(async () => {
  house = heldHouse();
  for (const letter of ['a', 'b', 'c']) await house.deploy(letter);
});
afterEach(() => house.on.remove());

/** What came of it: the letter of the release that runs then, or why there is none. */
function shortOf(end: RollbackEnd): string {
  return end.kind === 'rolled back' ? end.to.release.commit.slice(0, 1) : end.kind;
}

async function back(id: string, release?: string, git: Git = house.on.git): Promise<string> {
  const { ports, station } = house;
  const wanted = { station, release: release?.repeat(40), because: 'prices are wrong' };
  return shortOf(await rollBack({ ...ports, git }, house.asking(id), wanted));
}

test('puts back what ran before, cuts off the delivery that runs, and has everything else look at it', async () => {
  expect(await back('one')).toBe('b');
  expect([await house.running(), house.commits(), house.withdrawn(), await house.open()]).toEqual([
    ...['b', 4],
    ...[['c'], ['one']],
  ]);
  const offers = ['follow-rollout', 'deliver-branch qa', 'offer-promotion qa', 'offer-promotion prod'];
  expect(house.work).toEqual([`end ${house.deliveryKey}`, ...offers]);
});

test('names the objects that only the newer manifests had', async () => {
  await house.deploy('b');
  const end = await rollBack(house.ports, house.asking('one'), {
    ...{ station: house.station, release: 'a'.repeat(40) },
  });
  expect(end).toMatchObject({ removed: [{ kind: 'Secret', name: 'extra', namespace: 'churn-qa' }] });
  expect(Object.keys(await house.on.files('qa'))).toEqual(['deploy/kube/10-deployment.yaml']);
});

test('one after the other goes back further, and forward again to what was taken out by mistake', async () => {
  expect([await back('one'), await back('two'), await back('three')]).toEqual(['b', 'a', 'nothing before']);
  expect(house.withdrawn()).toEqual(['c', 'b']);
  expect(await back('four', 'c')).toBe('c');
  expect([await house.running(), house.withdrawn()]).toEqual(['c', ['b', 'a']]);
});

test('of two at the same time one wins, and the other is told', async () => {
  const { ports, station } = house;
  const both = [house.asking('one', 'ann'), house.asking('two', 'bob')];
  const ends = await Promise.all(both.map((asking) => rollBack(ports, asking, { station })));
  expect(ends.map(shortOf)).toEqual(['b', 'overtaken']);
  expect(ends[1]).toMatchObject({ by: { by: 'ann' } });
  expect([await house.running(), house.commits()]).toEqual(['b', 4]);
});

test('somebody pushes at the same time: it comes on top of that', async () => {
  const git = losingRaces(house.on.git, () => house.deploy('x', 'docs'));
  expect(await back('one', undefined, git)).toBe('b');
  expect(house.commits()).toBe(5);
});

test.each([
  ['before the push', 0],
  ['after it', 1],
])('cut off %s it goes on where it was: one commit, one hold, one deployment', async (_, pushed) => {
  const push: Git['push'] = async (...wanted) => {
    if (pushed) await house.on.git.push(...wanted);
    throw new Error('killed');
  };
  await expect(back('one', undefined, { ...house.on.git, push })).rejects.toThrow('killed');
  expect(await back('one')).toBe('b');
  expect(await back('one')).toBe('b');
  expect([await house.running(), house.commits(), house.withdrawn(), await house.open()]).toEqual([
    ...['b', 4],
    ...[['c'], ['one']],
  ]);
  expect(house.deployments.filter(({ came }) => came === 'rollback')).toHaveLength(1);
});

test.each([
  ['the image is gone from its registry', () => house.loseImage('b'), undefined, 'image gone'],
  ['the release never ran there', () => undefined, 'd', 'never there'],
  ['the release runs there', () => undefined, 'c', 'runs already'],
])('nothing is touched where %s', async (_, prepare, release, expected) => {
  prepare();
  expect(await back('one', release)).toBe(expected);
  expect([await house.running(), house.commits(), house.withdrawn(), await house.open()]).toEqual([
    ...['c', 3],
    ...[[], []],
  ]);
});

/** The branch `qa` takes no push of ours, for these reasons. */
const refusing = (reasons: readonly RefusalReason[]): Git => ({
  ...house.on.git,
  push: async (repository, branch, ...rest) => {
    if (branch !== 'qa') return house.on.git.push(repository, branch, ...rest);
    const committer = { email: 'tailrace@example.com' };
    throw new PushRefused({ branch, reasons, keptIn: 'ruleset', said: 'no', committer });
  },
});

test('nothing stays where the forge refuses the commit for good', async () => {
  await expect(back('one', undefined, refusing(['signature']))).rejects.toThrow(PersonError);
  expect([await house.running(), house.withdrawn(), await house.open()]).toEqual(['c', [], []]);
});

test('where the branch takes no push of ours a pull request waits, with a green check, and the environment is held', async () => {
  expect(await back('one', undefined, refusing(['pull-request']))).toBe('proposed');
  const [opened] = house.opened;
  expect(opened).toMatchObject({ head: 'tailrace/rollback/qa', base: 'qa' });
  expect(opened?.body).toContain('Everybody with write access can merge it, once it has the approvals');
  expect(opened?.body).toContain('Rulesets');
  const head = (await house.on.git.heads(repository, ['tailrace/rollback/qa'])).get('tailrace/rollback/qa');
  expect(house.checks).toMatchObject([{ name: 'tailrace/qa', head, state: 'success' }]);
  expect(Object.values(await house.on.files('tailrace/rollback/qa')).join('')).toContain('# b');
  expect(house.proposals).toMatchObject([
    { rollback: true, number: 7, deployment: { came: 'rollback', run: 'one' } },
  ]);
  expect([await house.running(), house.withdrawn(), await house.open()]).toEqual(['c', ['c'], ['one']]);
});
